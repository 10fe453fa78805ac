import TestSupport
import Testing

@testable import LinuxKernel

/// Files of groups that stay open tell what the files say now, and nothing of a group that was made anew.
struct KeptGroupFilesTests {
  private static let limit = KeptDescriptorLimit(descriptors: 100, kernelMemory: 1 << 20)
  private let made = TemporaryTree([
    "proc/self/mountinfo": "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
    "sys/fs/cgroup/a/memory.current": "4096\n",
    "sys/fs/cgroup/a/memory.stat": "anon 1\nfile 2\n",
    "sys/fs/cgroup/a/memory.max": "max\n",
  ])

  private func mount(_ root: KernelRoot) throws -> CgroupMount {
    var buffer = ReadBuffer()
    return try #require(CgroupMount.list(root, &buffer).first)
  }

  @Test func theSecondReadingNeedsNoDirectory() throws {
    let root = try KernelRoot(made.path)
    let mount = try mount(root)
    let directory = try CgroupDirectory(root, mount, below: Array("/a".utf8))
    var memory = CgroupMemory(directory, .v2)
    var kept = KeptGroupFiles()
    kept.number([memory.identity])
    kept.stay(within: Self.limit)
    var buffer = ReadBuffer()
    kept.read([.current, .stat], of: 0, &memory, &buffer) { directory }
    #expect(memory.current == .value(4096) && memory.stat.key("file") == .value(2))
    made.write("sys/fs/cgroup/a/memory.current", Array("8192\n".utf8))
    made.write("sys/fs/cgroup/a/memory.stat", Array("anon 3\nfile x\nkernel 5\n".utf8))
    var opened = 0
    kept.read([.current, .stat], of: 0, &memory, &buffer) {
      opened += 1
      return directory
    }
    #expect(opened == 0)
    #expect(memory.current == .value(8192) && memory.kernel == .value(5))
    #expect(memory.stat.value?.entries.map(\.value) == [3, nil, 5])
    // What is not kept is read through the directory.
    kept.read([.current, .max], of: 0, &memory, &buffer) { directory }
    #expect(memory.max == .value(CgroupLimit.none))
  }

  @Test func whereThereIsNoRoomAllIsReadAnew() throws {
    let root = try KernelRoot(made.path)
    let mount = try mount(root)
    let directory = try CgroupDirectory(root, mount, below: Array("/a".utf8))
    var memory = CgroupMemory(directory, .v2)
    var kept = KeptGroupFiles()
    kept.number([memory.identity])
    var buffer = ReadBuffer()
    var opened = 0
    // What is kept goes where there is less room.
    for (limit, due) in [
      (.nothing, 1), (.nothing, 2), (Self.limit, 3), (Self.limit, 3), (.nothing, 4),
    ] as [(KeptDescriptorLimit, Int)] {
      kept.stay(within: limit)
      kept.read([.current], of: 0, &memory, &buffer) {
        opened += 1
        return directory
      }
      #expect(opened == due && memory.current == .value(4096))
    }
  }

  @Test func anotherGroupUnderTheNameIsNotRead() throws {
    let root = try KernelRoot(made.path)
    let mount = try mount(root)
    let directory = try CgroupDirectory(root, mount, below: Array("/a".utf8))
    var memory = CgroupMemory(directory, .v2)
    var kept = KeptGroupFiles()
    kept.number([memory.identity])
    kept.stay(within: Self.limit)
    var buffer = ReadBuffer()
    kept.read([.max], of: 0, &memory, &buffer) { directory }
    made.write("sys/fs/cgroup/other/memory.max", Array("1\n".utf8))
    let other = try CgroupDirectory(root, mount, below: Array("/other".utf8))
    kept.read([.max], of: 0, &memory, &buffer) { other }
    #expect(memory.max == .value(CgroupLimit.none))
  }

  @Test func aNewNumberKeepsWhatIsOpenAndLetsGoOfWhatIsGone() throws {
    let root = try KernelRoot(made.path)
    let mount = try mount(root)
    made.write("sys/fs/cgroup/b/memory.current", Array("1\n".utf8))
    let a = try CgroupDirectory(root, mount, below: Array("/a".utf8))
    let b = try CgroupDirectory(root, mount, below: Array("/b".utf8))
    var memory = [CgroupMemory(a, .v2), CgroupMemory(b, .v2)]
    var kept = KeptGroupFiles()
    kept.stay(within: Self.limit)
    kept.number([a.identity, b.identity])
    var buffer = ReadBuffer()
    kept.read([.current], of: 0, &memory[0], &buffer) { a }
    kept.read([.current], of: 1, &memory[1], &buffer) { b }
    kept.number([b.identity])
    var opened = 0
    kept.read([.current], of: 0, &memory[1], &buffer) {
      opened += 1
      return b
    }
    #expect(opened == 0 && memory[1].current == .value(1))
    kept.number([a.identity, b.identity])
    kept.read([.current], of: 0, &memory[0], &buffer) {
      opened += 1
      return a
    }
    #expect(opened == 1 && memory[0].current == .value(4096))
  }

  /// The names of `memory.stat` are kept once for groups that have the same ones.
  @Test func namesAreTakenOver() {
    let first = parsing("anon 1\nfile 2\n") { NamedValues($0) }
    var second = NamedValues(namedLike: first)
    #expect(second.entries.isEmpty && second.index(of: "anon") == nil && second == NamedValues())
    #expect(parsing("anon 7\n") { second.update($0) })
    #expect(second["anon"] == 7 && second["file"] == nil && second.entries.count == 1)
    #expect(parsing("anon 7\nshmem 8 kB\n") { second.update($0) })
    #expect(second.entries.map(\.name) == ["anon", "shmem"])
    #expect(second.entries.last?.value == 8192 && second.entries.last?.isBytes == true)
    #expect(first["file"] == 2)
  }
}
