import Testing

@testable import LinuxKernel

struct ProcMountTests {
  @Test(
    arguments: [
      ("rw", false), ("rw,hidepid=2", true), ("rw,gid=4,hidepid=invisible", true),
      ("rw,hidepid=0", false), ("rw,hidepid=off", false), ("rw,hidepid=1,gid=4", true),
      ("rw,hidepid=ptraceable,subset=pid", true), ("rw,hidepid=noaccess", true),
    ])
  func theOptionOfTheMountTells(options: String, hides: Bool) {
    let text = """
      21 1 0:19 / /sys rw,hidepid=2 - sysfs sysfs rw,hidepid=2
      22 1 0:20 / /proc rw,nosuid shared:4 - proc proc \(options)
      23 1 0:21 / /var/chroot/proc rw - proc proc rw,hidepid=2
      24 22 0:22 / /proc/sys/fs/binfmt_misc rw - autofs systemd-1 rw
      25 broken

      """
    #expect(parsing(text) { ProcMount.hidesProcesses($0) } == hides)
  }

  @Test func theLastMountIsSeenAndNoMountTellsNothing() {
    let one = "22 1 0:20 / /proc rw - proc proc rw,hidepid=2\n"
    let other = "30 22 0:20 / /proc rw - proc proc rw"
    #expect(parsing(one + other) { ProcMount.hidesProcesses($0) } == false)
    #expect(parsing(other + "\n" + one) { ProcMount.hidesProcesses($0) } == true)
    #expect(parsing("") { ProcMount.hidesProcesses($0) } == nil)
  }
}
