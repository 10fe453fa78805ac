/// The container that a cgroup path names, by the ways its runtimes name their groups.
public struct Container: Sendable, Equatable {
  /// `docker`, `podman`, `cri-o`, `containerd`, `lxc`, `nspawn`, `machine` where
  /// only systemd-machined is told, or `pod` where only Kubernetes is told.
  public let runtime: String
  /// From outside; of the long numbers that runtimes give the first twelve digits, as they show them.
  public let name: String

  /// Nil where the path names none.
  public init?(_ path: some Collection<UInt8>) {
    let parts = String(decoding: path, as: UTF8.self).split(separator: "/")
    for place in parts.indices.reversed() {
      let before = place > 0 ? parts[place - 1] : ""
      if let found = Self.found(parts[place], below: before) {
        self = found
        return
      }
    }
    return nil
  }

  private init(_ runtime: String, _ name: Substring) {
    self.runtime = runtime
    self.name = Self.isLongNumber(name) ? String(name.prefix(12)) : String(name)
  }

  /// What a runtime writes before and behind the name; the names of its own helpers begin with
  /// `conmon`.
  private static let forms: [(before: String, behind: String, runtime: String)] = [
    ("docker-", ".scope", "docker"), ("libpod-", ".scope", "podman"), ("libpod-", "", "podman"),
    ("crio-", ".scope", "cri-o"), ("crio-", "", "cri-o"),
    ("cri-containerd-", ".scope", "containerd"), ("lxc.payload.", "", "lxc"),
    ("systemd-nspawn@", ".service", "nspawn"), ("machine-", ".scope", "machine"),
  ]

  /// The container that one part of a path names.
  static func found(_ part: Substring, below: Substring) -> Container? {
    for form in forms where part.hasPrefix(form.before) && part.hasSuffix(form.behind) {
      let name = part.dropFirst(form.before.count).dropLast(form.behind.count)
      if !name.isEmpty, !name.hasPrefix("conmon") { return Container(form.runtime, name) }
    }
    if below == "lxc" { return Container("lxc", part) }
    if isLongNumber(part) {
      if below == "docker" { return Container("docker", part) }
      if below.hasPrefix("pod") { return Container("pod", part) }
    }
    return nil
  }

  private static func isLongNumber(_ text: Substring) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39 ~= $0) || (0x61...0x66 ~= $0) }
  }
}
