import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// How many of a host's processes are seen, of captured hosts and of made-up ones.
@Suite struct ProcessViewTests {
  @Test(arguments: ["container", "hidepid1", "hidepid2"])
  func aPartialViewIsKnown(_ name: String) throws {
    let view = try CapturedTree.named(name).model().view
    #expect(view.limit == (name == "container" ? .pidNamespace : .hidepid))
    #expect(view.visible == (name == "container" ? 5 : 1))
    #expect(view.count(1) == "1 visible")
    #expect(view.warning?.contains("who dies first cannot be told") == true)
  }

  @Test(arguments: [
    "deb11-v2", "deb12-v1", "deb12-noswap-nopsi", "deb13-v2-zram", "newest", "host-v1",
  ])
  func aWholeViewIsWhole(_ name: String) throws {
    let view = try CapturedTree.named(name).model().view
    #expect(view.isWhole && view.warning == nil && view.summary == nil)
    #expect(view.count(64) == "64")
  }

  /// Root in a namespace can call its second process as it likes; the flag is the kernel's.
  @Test func aProcessThatCallsItselfKthreaddIsNone() throws {
    let host = MadeUpHost([
      .init(1, "systemd", parent: 0, start: 1), .init(2, "kthreadd", parent: 0, start: 2),
    ])
    #expect(try host.model().view.limit == .pidNamespace)
  }

  @Test func whatTheMountHidesIsHidepid() throws {
    var host = MadeUpHost.usual
    host.denied = ["stat", "statm", "status"].map { "proc/2/" + $0 }
    host.replaced["proc/self/mountinfo"] =
      "23 28 0:21 / /proc rw - proc proc rw,hidepid=1\n"
    #expect(try host.model().view.limit == .hidepid)
    // Who may look past it sees the kernel's first thread.
    host.denied = []
    #expect(try host.model().view.isWhole)
  }

  @Test func inANamespacePidOneIsNotTheHosts() throws {
    let victims = VictimHost("6.12.0")
    victims.add(1, pages: 50, adj: -1000, score: 0)
    victims.add(7, pages: 100)
    var immune = try victims.candidates().0.processes.map(\.immunity)
    #expect(immune == [.adj, nil])
    victims.add(2, pages: 0, flags: 0x0020_0000, hasMemory: false)
    immune = try victims.candidates().0.processes.map(\.immunity)
    #expect(immune == [.initProcess, .kernelThread, nil])
  }

  @Test func pressureIsNotPromisedWhereNoneCanBe() {
    func reason(_ kernel: String?, isLive: Bool = true, _ mount: ProcMount = ProcMount()) -> String
    {
      AbsentFile.pressureReason(
        HostFacts(
          name: nil, kernel: kernel, bootTime: nil, pageSize: 4096, clockTicksPerSecond: 100,
          isLive: isLive, procMount: mount))
    }
    #expect(reason("6.12.8").contains("psi=1"))
    #expect(!reason("3.10.0-1160.el7").contains("psi=1"))
    #expect(reason("6.12.8", isLive: false) == "the capture has no /proc/pressure/memory")
    #expect(reason("6.12.8", ProcMount(holdsProcessesOnly: true)).contains("subset=pid"))
  }
}
