/// Who else sets limits: groups that are made by a container's runtime or for a session, where a file of
/// systemd's would not last or not hold.
enum OtherManager {
  /// Why nothing is kept for a group; nil where a unit's file may decide.
  ///
  /// - Parameter parts: of the path, the outermost first.
  static func find(_ parts: [[UInt8]]) -> KeepRefusal? {
    let names = parts.map { String(decoding: $0, as: UTF8.self) }
    // A service of the host in which a runtime keeps containers is a service: it ends the search. A
    // user's manager has units of its own.
    for (number, name) in names.enumerated() {
      if number > 0, name == "init.scope" { return nil }
      let above = number > 0 ? names[number - 1] : ""
      if let refusal = find(name, below: above, slices: names[..<number]) { return refusal }
      if name.hasSuffix(".service"), !name.hasPrefix("user@") { return nil }
    }
    return nil
  }

  /// The same for a unit by its name alone.
  static func find(_ unit: UnitName) -> KeepRefusal? { find(unit.text, below: "", slices: []) }

  private static func find(
    _ name: String, below above: String, slices: ArraySlice<String>
  ) -> KeepRefusal? {
    if name == "kubepods" || name.hasPrefix("kubepods.") || name.hasPrefix("kubepods-") {
      return KeepRefusal(
        "the kubelet makes \(VisibleText.make(name)) and sets its limits again", instead: pod)
    }
    if let container = Container.found(Substring(name), below: Substring(above)),
      let runtime = runtimes[container.runtime]
    {
      return KeepRefusal(
        "container \(VisibleText.make(container.name)) is run by \(runtime.manager), which sets its limits",
        instead: runtime.instead)
    }
    guard name.hasSuffix(".scope") else { return nil }
    let shown = VisibleText.make(name)
    if name == "init.scope" {
      return KeepRefusal("\(shown) is the group of the manager itself")
    }
    let row = scopes.first { name.hasPrefix($0.before) }
    let slice = slices.last { $0.hasPrefix("user-") && $0.hasSuffix(".slice") }
    return KeepRefusal(
      "\(shown) is a scope, which has no file and ends with its last process",
      instead: row?.instead(slice.map { VisibleText.make($0) })
        ?? "what starts it, or the slice that it is in")
  }

  private static let pod = "resources.limits.memory in the pod's spec"

  /// By the names that `Container` gives; of nspawn the unit is a service, whose file decides.
  private static let runtimes: [String: (manager: String, instead: String)] = [
    "docker": (
      "docker",
      "docker update --memory SIZE --memory-swap SIZE NAME, and mem_limit or oom_score_adj in its compose file"
    ),
    "podman": (
      "podman", "podman update --memory SIZE NAME, and PodmanArgs=--memory SIZE in its quadlet"
    ),
    "containerd": ("containerd", pod + ", or nerdctl update --memory SIZE NAME"),
    "cri-o": ("cri-o", pod),
    "pod": ("the kubelet", pod),
    "lxc": (
      "lxc",
      "lxc.cgroup2.memory.max (v1: lxc.cgroup.memory.limit_in_bytes) in its config, or limits.memory of incus and lxd"
    ),
    "machine": (
      "who registered it with systemd-machined",
      "virsh memtune NAME --hard-limit KIB --live --config for libvirt, MemoryMax= of systemd-nspawn@NAME.service for nspawn"
    ),
  ]

  /// What begins a scope's name, and what to change in its place; the slice is the user's.
  private static let scopes: [(before: String, instead: @Sendable (String?) -> String)] = [
    (
      "session-",
      { "\($0 ?? "the user's slice, user-UID.slice"), which holds all the user's sessions" }
    ),
    ("snap.", { _ in "snap set-quota GROUP --memory=SIZE NAME" }),
    ("run-", { _ in "-p MemoryMax=SIZE where systemd-run is called" }),
    ("app-", { _ in "app.slice of the user's manager, which holds all started programs" }),
  ]
}
