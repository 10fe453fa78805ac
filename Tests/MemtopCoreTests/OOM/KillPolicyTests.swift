import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// What happens in place of a choice, and who else kills.
@Suite struct KillPolicyTests {
  private func policy(_ host: VictimHost, _ group: String? = nil) throws -> KillPolicy {
    let (candidates, scope, processes) = try host.read(group)
    return KillPolicy(candidates, scope, processes)
  }

  @Test func programsThatKillFirstAreFoundByNameOrUnit() throws {
    let host = VictimHost("6.12.0")
    host.add(300, pages: 10, name: "systemd-oomd")
    host.add(301, pages: 10, name: "python3", group: "/system.slice/nohang-desktop.service")
    host.add(302, pages: 10, name: "python3", group: "/system.slice/nohang-desktop.service")
    host.add(303, pages: 10, name: "earlyoom", state: "Z", hasMemory: false)
    host.add(304, pages: 10, name: "earlyoom2", group: "/system.slice/not-oomd.service")
    let policy = try policy(host)
    #expect(
      policy.killers == [
        OOMDaemon(name: "systemd-oomd", pid: 300), OOMDaemon(name: "nohang", pid: 301),
      ])
    #expect(policy.daemons == ["systemd-oomd", "nohang"])
  }

  @Test(
    arguments: [
      (["panic_on_oom": "1"], nil, .panic), (["panic_on_oom": "1"], "/g", .choice),
      (["panic_on_oom": "2"], "/g", .panic), (["oom_kill_allocating_task": "1"], nil, .invoker),
      (["oom_kill_allocating_task": "1"], "/g", .choice), ([:], nil, .choice),
    ] as [([String: String], String?, KillPolicy.Outcome)])
  func theSettingsDecide(
    _ settings: [String: String], _ group: String?, _ outcome: KillPolicy.Outcome
  ) throws {
    let host = VictimHost("6.12.0", ["sys/fs/cgroup/g/memory.max": "4096000\n"])
    for (name, value) in settings { host.write("proc/sys/vm/" + name, value + "\n") }
    let policy = try policy(host, group)
    #expect(policy.outcome == outcome)
    #expect((policy.warning == nil) == (outcome == .choice))
  }
}
