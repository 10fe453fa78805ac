import Testing

@testable import LinuxKernel

/// What the mount of `/proc` leaves out, from lines as kernels print them.
@Suite struct ProcMountTests {
  private static func parse(_ lines: String...) -> ProcMount? {
    ProcMount.parse(Array((lines.joined(separator: "\n") + "\n").utf8).span)
  }

  private static func proc(_ options: String) -> String {
    "23 28 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw" + options
  }

  @Test(
    arguments: [
      ("", nil), (",hidepid=0", nil), (",hidepid=off", nil), (",gid=27", nil),
      (",gid=27,hidepid=1", .files), (",hidepid=noaccess", .files), (",hidepid=2", .processes),
      (",hidepid=invisible,subset=pid", .processes), (",hidepid=4", .processes),
      (",hidepid=ptraceable", .processes),
    ] as [(String, ProcMount.Hiding?)])
  func hidepidIsReadAsEveryKernelPrintsIt(_ options: String, _ hiding: ProcMount.Hiding?) {
    #expect(Self.parse(Self.proc(options))?.hiding == hiding)
    #expect(
      Self.parse(Self.proc(options))?.holdsProcessesOnly == options.contains("subset=pid"))
  }

  @Test func onlyTheProcOnTopOfProcCounts() {
    let bind = "40 23 0:21 /sys /proc/sys ro,relatime - proc proc rw,hidepid=2"
    let elsewhere = "41 28 0:40 / /host/proc rw - proc proc rw,hidepid=2"
    let named = "42 28 0:41 / /proc rw - tmpfs proc rw,hidepid=2"
    #expect(Self.parse(bind, elsewhere, named) == nil)
    #expect(Self.parse(Self.proc(",hidepid=2"), Self.proc("")) == ProcMount())
    #expect(Self.parse(Self.proc(""), Self.proc(",hidepid=2"))?.hiding == .processes)
    #expect(Self.parse("", "x", "- proc", "1 2 3 / /proc rw - proc") == nil)
  }
}
