import Glibc
import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct CgroupTreeTests {
  private static let unified = "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

  private func group(_ tree: CgroupTree, _ path: String) throws -> Int {
    try #require(tree.groups.firstIndex { $0.path == Array(path.utf8) })
  }

  private func text(_ tree: CgroupTree, _ path: String, _ field: String) throws -> String {
    let field = try #require(CgroupField.named(field))
    return FieldText(now: 0).write(field.value(tree, try group(tree, path)))
  }

  @Test func aCapturedHostOfVersion2IsReadWhole() throws {
    let tree = try CgroupTree(try KernelRoot(Fixtures.path("newest")))
    #expect(tree.mount.version == .v2 && tree.isWhole && tree.failures.isEmpty)
    #expect(tree.groups.count == 46 && tree.subtree == 0..<tree.groups.count)
    let docker =
      "/system.slice/docker-5be1c0d94a7326f8e0b1c9d5a4f37e2860bd1f9c3a5e7284d6b0f1c8e9a72d35.scope"
    #expect(try text(tree, docker, "name") == "docker 5be1c0d94a73")
    #expect(try text(tree, docker, "kind") == "container")
    let found = try group(tree, docker)
    #expect(CgroupField.named("anon")?.value(tree, found) == .bytes(176_275_456))
    #expect(CgroupField.named("slabReclaimable")?.value(tree, found) == .bytes(64776))
    #expect(CgroupField.named("pgscan")?.value(tree, found) == .number(1672))
    #expect(CgroupField.named("oomGroup")?.value(tree, found) == .text("no"))
    // The host's root group has neither usage nor limit.
    #expect(try text(tree, "/", "current") == "–")
    #expect(try text(tree, "/", "binding") == "–")
    let own = tree.groups.map { $0.memory.processes.value ?? 0 }.reduce(0, +)
    #expect(tree.groups[0].processes.value == own)
    #expect(tree.groups[1].parent == 0 && tree.groups[1].depth == 1)
  }

  @Test func aCapturedHostOfVersion1HasTheSameFields() throws {
    let tree = try CgroupTree(try KernelRoot(Fixtures.path("host-v1")))
    #expect(tree.mount.version == .v1)
    let nginx = try group(tree, "/system.slice/nginx.service")
    for id in ["current", "memsw", "memswMax", "peak", "anon", "file", "limitMet"] {
      let value = try #require(CgroupField.named(id)).value(tree, nginx)
      #expect(value.order != nil, "\(id)")
    }
    // What only version 2 has is absent, which is no zero.
    for id in ["low", "min", "swapMax", "oomGroup", "pgscan", "slabReclaimable"] {
      #expect(try #require(CgroupField.named(id)).value(tree, nginx) == .absent, "\(id)")
    }
  }

  @Test func aContainerSeesItsOwnGroupAndItIsSaid() throws {
    let tree = try CgroupTree(try KernelRoot(Fixtures.path("container")))
    #expect(!tree.isWhole)
    #expect(tree.groups.map(\.path) == [[0x2f]])
    #expect(tree.groups[0].binding == 0)
  }

  @Test func theNearestLimitOnTheWayUpBinds() throws {
    let files = [
      "proc/self/mountinfo": Self.unified, "sys/fs/cgroup/cgroup.procs": "1\n",
      "sys/fs/cgroup/a/memory.max": "1000\n", "sys/fs/cgroup/a/memory.current": "900\n",
      "sys/fs/cgroup/a/cgroup.procs": "",
      "sys/fs/cgroup/a/b/memory.max": "500\n", "sys/fs/cgroup/a/b/memory.current": "100\n",
      "sys/fs/cgroup/a/b/cgroup.procs": "5\n6\n",
      "sys/fs/cgroup/a/c/memory.max": "max\n", "sys/fs/cgroup/a/c/memory.current": "800\n",
      "sys/fs/cgroup/a/c/cgroup.procs": "7\n",
      "sys/fs/cgroup/d/memory.max": "max\n", "sys/fs/cgroup/d/memory.current": "7\n",
      "sys/fs/cgroup/d/cgroup.procs": "8\n",
    ]
    let made = TemporaryTree(files)
    let tree = try CgroupTree(try KernelRoot(made.path))
    #expect(try text(tree, "/a/b", "binding") == "/a")
    #expect(try text(tree, "/a/b", "headroom") == "100B")
    #expect(try text(tree, "/a/c", "binding") == "/a")
    #expect(try text(tree, "/a/b", "share") == "20.0")
    #expect(try text(tree, "/d", "binding") == "–" && text(tree, "/d", "max") == "max")
    #expect(try text(tree, "/a", "processes") == "3" && text(tree, "/", "processes") == "5")
    // Of a group below the limits above it count, and it alone is shown.
    let part = try CgroupTree(try KernelRoot(made.path), below: "/a/b")
    #expect(part.subtree == 2..<3)
    #expect(try text(part, "/a/b", "binding") == "/a")
  }

  @Test func valuesThatAreMissingSayWhy() throws {
    let made = TemporaryTree([
      "proc/self/mountinfo": Self.unified, "sys/fs/cgroup/cgroup.procs": "",
      "sys/fs/cgroup/a/cgroup.procs": "1", "sys/fs/cgroup/a/memory.max": "many\n",
      "sys/fs/cgroup/a/memory.current": "5\n",
      "denied": "sys/fs/cgroup/a/memory.current\n",
    ])
    let tree = try CgroupTree(try KernelRoot(made.path))
    #expect(try text(tree, "/a", "current") == "denied")
    #expect(try text(tree, "/a", "max") == "failed")
    #expect(try text(tree, "/a", "processes") == "failed")
    #expect(try text(tree, "/a", "swap") == "–")
  }

  @Test func namesMayHoldAnyByte() throws {
    let made = TemporaryTree([
      "proc/self/mountinfo": Self.unified, "sys/fs/cgroup/cgroup.procs": "",
      "sys/fs/cgroup/a\u{1b}[2J\u{202e}b/cgroup.procs": "1\n",
      "sys/fs/cgroup/=1+1/cgroup.procs": "2\n",
    ])
    made.write(
      bytes: Array("sys/fs/cgroup/".utf8) + [0xff, 0xfe], file: "cgroup.procs", "3\n")
    let tree = try CgroupTree(try KernelRoot(made.path))
    #expect(tree.groups.count == 4)
    #expect(tree.groups[0].processes.value == 3)
    let paths = tree.groups.indices.map {
      FieldText(now: 0).write(CgroupField.path.value(tree, $0))
    }
    #expect(paths == ["/", "/=1+1", "/a\\x1b[2J\\u{202e}b", "/\u{fffd}\u{fffd}"])
  }

  @Test func linksInACircleEnd() throws {
    let made = TemporaryTree([
      "proc/self/mountinfo": Self.unified, "sys/fs/cgroup/a/cgroup.procs": "1\n",
      "sys/fs/cgroup/cgroup.procs": "",
    ])
    #expect(symlink("..", made.path + "/sys/fs/cgroup/a/up") == 0)
    #expect(symlink("nowhere", made.path + "/sys/fs/cgroup/a/gone") == 0)
    let tree = try CgroupTree(try KernelRoot(made.path))
    #expect(tree.groups.count == 2)
  }

  @Test(arguments: ["/none", "/a/../..", "a", "/..", "/a/none/deeper"])
  func aGroupThatIsNotThereIsSaid(_ path: String) throws {
    let made = TemporaryTree([
      "proc/self/mountinfo": Self.unified, "sys/fs/cgroup/a/cgroup.procs": "1\n",
      "sys/fs/cgroup/cgroup.procs": "",
    ])
    #expect(throws: CgroupTree.Failure.noGroup(path)) {
      try CgroupTree(try KernelRoot(made.path), below: path)
    }
  }

  @Test func sortsAndFiltersByAnyField() throws {
    let tree = try CgroupTree(try KernelRoot(Fixtures.path("newest")))
    for field in CgroupField.all {
      for descending in [true, false] {
        let rows = CgroupList.rows(tree, sort: field, isDescending: descending, filter: .none)
        #expect(Set(rows).count == tree.groups.count)
        let orders = rows.compactMap { field.value(tree, $0).order }
        #expect(orders == orders.sorted { descending ? $0 > $1 : $0 < $1 }, "\(field.id)")
      }
    }
    let filter = try TermFilter<CgroupField>("kind:container anon>166M")
    let rows = CgroupList.rows(tree, sort: nil, isDescending: false, filter: filter)
    #expect(rows.count == 1 && filter.fields.map(\.id) == ["kind", "anon"])
    let unlimited = try TermFilter<CgroupField>("max>1G postgresql@17")
    #expect(CgroupList.rows(tree, sort: nil, isDescending: false, filter: unlimited).count == 1)
    let shallow = CgroupList.rows(
      tree, sort: nil, isDescending: false, filter: .none, depth: 1)
    #expect(shallow.map { tree.groups[$0].depth }.max() == 1)
    #expect(throws: TermFilter<CgroupField>.Failure.self) { try TermFilter<CgroupField>("rss>1G") }
  }

  @Test func everyFieldIsToldApart() {
    let ids = CgroupField.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for field in CgroupField.all {
      for word in [field.id] + field.aliases { #expect(CgroupField.named(word) == field) }
      #expect(field.help.hasSuffix(".") && !field.source.isEmpty)
    }
  }
}
