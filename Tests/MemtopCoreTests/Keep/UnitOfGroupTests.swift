import LinuxKernel
import MemtopCore
import Testing

struct UnitOfGroupTests {
  private static let number = String(repeating: "0123456789abcdef", count: 4)
  private static let pod = "11112222_3333_4444_5555_666677778888"

  @Test(
    arguments: [
      ("/system.slice/nginx.service", "nginx.service", nil, "/system.slice/nginx.service", false),
      (
        "/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service", nil,
        "/system.slice/system-getty.slice/getty@tty1.service", false
      ),
      ("/system.slice/a.service/worker/3", "a.service", nil, "/system.slice/a.service", true),
      ("/system.slice/a.service/b.service", "a.service", nil, "/system.slice/a.service", true),
      ("/system.slice", "system.slice", nil, "/system.slice", false),
      ("/user.slice/user-1000.slice", "user-1000.slice", nil, "/user.slice/user-1000.slice", false),
      (
        "/user.slice/user-1000.slice/user@1000.service", "user@1000.service", nil,
        "/user.slice/user-1000.slice/user@1000.service", false
      ),
      (
        "/user.slice/user-1000.slice/user@1000.service/init.scope", "user@1000.service", nil,
        "/user.slice/user-1000.slice/user@1000.service", true
      ),
      (
        "/user.slice/user-1000.slice/user@1000.service/app.slice/vnc.service", "vnc.service", 1000,
        "/user.slice/user-1000.slice/user@1000.service/app.slice/vnc.service", false
      ),
      (
        "/user.slice/user-1000.slice/user@1000.service/app.slice", "app.slice", 1000,
        "/user.slice/user-1000.slice/user@1000.service/app.slice", false
      ),
      (
        "/machine.slice/systemd-nspawn@web.service/payload/system.slice/nginx.service",
        "systemd-nspawn@web.service", nil, "/machine.slice/systemd-nspawn@web.service", true
      ),
      (
        "/system.slice/_memory.service", "memory.service", nil, "/system.slice/_memory.service",
        false
      ),
      (
        "/system.slice/web.service/libpod-payload-\(number)", "web.service", nil,
        "/system.slice/web.service", true
      ),
    ] as [(String, String, UInt32?, String, Bool)])
  func theUnitIsTheOneThatSystemdNames(
    _ path: String, _ unit: String, _ user: UInt32?, _ group: String, _ isBelow: Bool
  ) throws {
    let found = try UnitOfGroup(Array(path.utf8))
    #expect(found.unit.text == unit && found.isBelow == isBelow)
    #expect(found.level == user.map { .user($0) } ?? .system)
    #expect(String(decoding: found.group, as: UTF8.self) == group)
  }

  /// The path, who sets its limits, and what to change there.
  @Test(arguments: [
    ("/", "no unit's", "container"),
    ("/shop", "systemd did not make it", "memtop cgroup set"),
    ("/system.slice/shop", "systemd did not make it", "memtop cgroup set"),
    ("/system.slice/docker-\(number).scope", "run by docker", "docker update --memory"),
    ("/docker/\(number)", "run by docker", "docker update --memory"),
    ("/docker/\(number)/system.slice/nginx.service", "run by docker", "docker update"),
    ("/machine.slice/libpod-\(number).scope/container", "run by podman", "podman update"),
    ("/machine.slice/machine-web.scope", "systemd-machined", "virsh memtune"),
    ("/lxc.payload.web/system.slice/nginx.service", "run by lxc", "lxc.cgroup2.memory.max"),
    ("/lxc/web", "run by lxc", "limits.memory"),
    (
      "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(pod).slice"
        + "/cri-containerd-\(number).scope", "kubelet", "resources.limits.memory"
    ),
    (
      "/kubepods/besteffort/pod11112222-3333-4444-5555-666677778888/\(number)", "kubelet",
      "resources.limits.memory"
    ),
    ("/system.slice/crio-\(number).scope", "cri-o", "resources.limits.memory"),
    ("/x/cri-containerd-\(number).scope", "containerd", "nerdctl update"),
    ("/user.slice/user-1000.slice/session-4.scope", "is a scope", "user-1000.slice"),
    (
      "/user.slice/user-1000.slice/user@1000.service/app.slice/run-u3.scope", "is a scope",
      "systemd-run"
    ),
    (
      "/user.slice/user-7.slice/user@7.service/app.slice/app-flatpak-org.gimp.GIMP-4242.scope",
      "is a scope", "app.slice"
    ),
    (
      "/user.slice/user-7.slice/user@7.service/app.slice/snap.firefox.firefox-1.scope",
      "is a scope", "snap set-quota"
    ),
    ("/init.scope", "the manager itself", ""),
    ("/system.slice/x.scope", "is a scope", "the slice that it is in"),
    ("/../../etc", "systemd did not make it", ""),
  ])
  func whatAnotherSetsIsRefusedWithTheOneToChange(
    _ path: String, _ reason: String, _ instead: String
  ) {
    do throws(KeepRefusal) {
      let found = try UnitOfGroup(Array(path.utf8))
      Issue.record("\(path): \(found.unit.text)")
    } catch {
      #expect(error.message.contains(reason), "\(error.message)")
      #expect(instead.isEmpty || error.instead?.contains(instead) == true, "\(error.message)")
      #expect(!error.message.contains("\n"))
    }
  }

  @Test func theManagersOwnHierarchyNamesTheUnit() {
    let v1 = Array("9:memory:/\n2:cpu:/x\n1:name=systemd:/system.slice/a.service\n0::/other\n".utf8)
    let v2 = Array("0::/system.slice/b.service\n".utf8)
    func path(_ bytes: [UInt8]) -> String? {
      ProcessCgroup.managerPath(bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    #expect(path(v1) == "/system.slice/a.service" && path(v2) == "/system.slice/b.service")
    #expect(path(Array("9:memory:/x\n".utf8)) == nil && path([]) == nil)
  }
}
