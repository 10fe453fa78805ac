import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Who dies when some memory nodes run short.
@Suite struct NodeScopeTests {
  private static let zones = """
    Node 0, zone   Normal
          spanned  300000
          present  200000
    Node 1, zone   Normal
          spanned  70000
          present  60000

    """

  private func order(
    _ nodes: String, _ release: String = "6.12.0", _ files: [String: String] = [:]
  ) throws -> (order: KillOrder, candidates: KillCandidates) {
    let host = VictimHost(release, ["proc/zoneinfo": Self.zones])
    for (name, text) in files { host.write(name, text) }
    host.add(10, pages: 900, group: "/g", nodes: "0")
    host.add(11, pages: 500, group: "/g", nodes: "0-1")
    host.add(12, pages: 300, nodes: "1")
    host.add(13, pages: 100, adj: 50, nodes: "1")
    let list = try #require(NodeList(nodes))
    let (candidates, scope, _) = try host.read(nodes: list)
    return (KillOrder(candidates, scope), candidates)
  }

  @Test func onlyThoseWhoMayUseTheNodesCanDie() throws {
    let (order, candidates) = try order("1")
    #expect(VictimHost.text(order, candidates) == ["13", "11", "12"])
    #expect(order.scope.word == "cpuset")
    #expect(order.scope.totalPages == 60000)
    #expect(order.victims[0].terms.adj == 50 * 60)
    #expect(candidates.facts.nodes?.outside == [10])
  }

  @Test func oldKernelsCountTheHoles() throws {
    #expect(try order("1", "4.19.0").order.scope.totalPages == 70000)
  }

  @Test func allNodesAreTheHost() throws {
    let (order, candidates) = try order("0-3")
    #expect(order.scope == candidates.host)
    #expect(VictimHost.text(order, candidates) == ["13", "10", "11", "12"])
  }

  @Test func aGroupThatDiesTogetherIsNotSparedByItsCpuset() throws {
    let (order, candidates) = try order(
      "1", "6.12.0", ["sys/fs/cgroup/g/memory.oom.group": "1\n"])
    #expect(VictimHost.text(order, candidates) == ["13", "11+10", "12"])
  }

  @Test func thePanicThatIsForTheHostDoesNotCome() throws {
    let host = VictimHost(
      "6.12.0", ["proc/zoneinfo": Self.zones, "proc/sys/vm/panic_on_oom": "1\n"])
    let (candidates, scope, processes) = try host.read(nodes: NodeList(1))
    #expect(KillPolicy(candidates, scope, processes).outcome == .choice)
  }
}
