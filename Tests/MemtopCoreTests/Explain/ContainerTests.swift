import MemtopCore
import Testing

struct ContainerTests {
  private static let long = "3f2a9c11d4e85b7760912233445566778899aabbccddeeff0011223344556677"

  @Test(arguments: [
    ("/system.slice/docker-\(long).scope", "docker", "3f2a9c11d4e8"),
    ("/docker/\(long)", "docker", "3f2a9c11d4e8"),
    ("/docker/\(long)/init.scope", "docker", "3f2a9c11d4e8"),
    ("/machine.slice/libpod-\(long).scope/container", "podman", "3f2a9c11d4e8"),
    ("/libpod_parent/libpod-\(long)", "podman", "3f2a9c11d4e8"),
    (
      "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1f2e_3d.slice/crio-\(long).scope",
      "cri-o", "3f2a9c11d4e8"
    ),
    (
      "/kubepods.slice/kubepods-pod1f2e.slice/cri-containerd-\(long).scope", "containerd",
      "3f2a9c11d4e8"
    ),
    ("/kubepods/burstable/pod1f2e-3d/\(long)", "pod", "3f2a9c11d4e8"),
    ("/lxc.payload.web/system.slice/nginx.service", "lxc", "web"),
    ("/lxc/web", "lxc", "web"),
    ("/machine.slice/systemd-nspawn@db.service/payload", "nspawn", "db"),
    ("/machine.slice/machine-db.scope", "machine", "db"),
  ])
  func tellsRuntimeAndName(_ path: String, _ runtime: String, _ name: String) throws {
    let container = try #require(Container(path.utf8))
    #expect(container.runtime == runtime && container.name == name)
  }

  @Test(arguments: [
    "/", "", "/system.slice/ssh.service", "/system.slice/docker.service",
    "/system.slice/docker-.scope", "/user.slice/user-1000.slice/session-2.scope",
    "/machine.slice/libpod-conmon-\(long).scope", "/system.slice/crio-conmon-\(long).scope",
    "/docker/notes", "/lxc.monitor.web", "/\(long)",
  ])
  func isNoContainer(_ path: String) {
    #expect(Container(path.utf8) == nil)
  }

  @Test func theInnermostIsMeant() throws {
    let inner = try #require(
      Container("/lxc.payload.web/docker/\(Self.long)".utf8))
    #expect(inner.runtime == "docker")
  }
}
