import MemtopCore
import Testing

struct CgroupNameTests {
  private static let number = String(repeating: "0123456789abcdef", count: 4)

  @Test(arguments: [
    ("/", "host", "/"),
    ("/system.slice", "slice", "system.slice"),
    ("/system.slice/nginx.service", "service", "nginx.service"),
    ("/system.slice/system-getty.slice/getty@tty1.service", "service", "getty@tty1.service"),
    (#"/system.slice/dev\x2dhugepages.service"#, "service", "dev-hugepages.service"),
    ("/user.slice/user-1000.slice", "user", "user 1000"),
    ("/user.slice/user-1000.slice/session-41.scope", "session", "session 41"),
    ("/user.slice/user-1000.slice/user@1000.service", "user", "manager of user 1000"),
    ("/system.slice/docker-\(number).scope", "container", "docker 0123456789ab"),
    ("/docker/\(number)", "container", "docker 0123456789ab"),
    ("/docker/\(number)/init.scope", "scope", "init.scope"),
    ("/machine.slice/libpod-\(number).scope", "container", "podman 0123456789ab"),
    ("/lxc.payload.web", "container", "lxc web"),
    ("/lxc/web/system.slice", "slice", "system.slice"),
    ("/system.slice/crio-\(number).scope", "container", "cri-o 0123456789ab"),
    ("/x/cri-containerd-\(number).scope", "container", "containerd 0123456789ab"),
    ("/machine.slice/systemd-nspawn@web.service", "container", "nspawn web"),
    (
      "/kubepods.slice/kubepods-burstable.slice/"
        + "kubepods-burstable-pod11112222_3333_4444_5555_666677778888.slice",
      "pod", "pod 11112222-3333-4444-5555-666677778888"
    ),
    (
      "/kubepods/besteffort/pod11112222-3333-4444-5555-666677778888", "pod",
      "pod 11112222-3333-4444-5555-666677778888"
    ),
    ("/kubepods.slice", "slice", "kubepods.slice"),
    ("/podium", "group", "podium"),
    ("/u/snap.firefox.firefox-11112222-3333.scope", "snap", "snap firefox.firefox-11112222-3333"),
    (
      "/u/snap.code.code.11112222-3333-4444-5555-666677778888.scope", "snap", "snap code.code"
    ),
    ("/u/app-flatpak-org.gimp.GIMP-4242.scope", "flatpak", "flatpak org.gimp.GIMP"),
    ("/a\u{1b}b", "group", #"a\x1bb"#),
    (#"/x\x1b.service"#, "service", #"x\x1b.service"#),
    ("/session-.scope", "scope", "session-.scope"),
  ])
  func aPathIsCalledWhatAPersonCallsIt(_ path: String, _ kind: String, _ name: String) {
    let found = CgroupName(Array(path.utf8))
    #expect(found.kind.rawValue == kind)
    #expect(found.name == name)
  }
}
