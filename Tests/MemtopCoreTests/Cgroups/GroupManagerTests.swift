import Testing

@testable import MemtopCore

struct GroupManagerTests {
  @Test(
    arguments: [
      ("/system.slice/nginx.service", "/system.slice", true, "nginx.service: systemd"),
      ("/system.slice/nginx.service/worker", "/system.slice/nginx.service", true, nil),
      ("/system.slice/nginx.service", "/system.slice", false, nil),
      ("/user.slice/user-1000.slice/session-3.scope", "/", true, "session-3.scope: systemd"),
      ("/shop", "/", true, nil), ("/", "/", true, nil),
      (
        "/system.slice/docker-\(String(repeating: "ab", count: 32)).scope", "/system.slice", false,
        "docker abababababab: its runtime"
      ),
      ("/lxc/web/inner", "/lxc/web", true, nil),
      ("/lxc/web", "/lxc", true, "lxc web: its runtime"),
      ("/a\u{1b}b.service", "/", true, "a\\x1bb.service: systemd"),
    ] as [(String, String, Bool, String?)])
  func whoIsLeftIsSaid(_ group: String, _ parent: String, _ hasSystemd: Bool, _ due: String?) {
    let words = GroupManager.describe(
      Array(group.utf8), leavingFor: Array(parent.utf8), .v2, hasSystemd: hasSystemd)
    if let due {
      #expect(words?.hasPrefix(due) == true, "\(words ?? "nothing")")
    } else {
      #expect(words == nil)
    }
  }
}
