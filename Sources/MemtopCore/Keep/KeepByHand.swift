import LinuxKernel

/// What keeps values on a host without systemd: lines for the script that starts the program.
public enum KeepByHand {
  /// - Parameters:
  ///   - mount: where the hierarchy that accounts for memory is; nil where there is none.
  ///   - group: as `/proc/PID/cgroup` names it; nil where the program is in none of its own.
  public static func lines(
    _ values: [(setting: KeptSetting, value: KeptSetting.Value)], mount: CgroupMount?,
    group: [UInt8]?
  ) -> [String] {
    var lines: [String] = []
    if let mount, let group {
      let directory =
        "/" + mount.directory + String(decoding: mount.below(of: group), as: UTF8.self)
      let files = values.compactMap { setting, value -> (String, String)? in
        guard let of = setting.ofGroup, let file = of.file(mount.version),
          // v1's is of memory and swap together.
          !(mount.version == .v1 && of == .swapMax), case .limit(let limit) = value
        else { return nil }
        return (CgroupSetting.Value.limit(limit).text(mount.version), file)
      }
      if !files.isEmpty {
        lines.append("mkdir -p " + ShellWord.quoted(directory))
        lines += files.map { "echo \($0) > " + ShellWord.quoted(directory + "/" + $1) }
        lines.append("echo $$ > " + ShellWord.quoted(directory + "/cgroup.procs"))
      }
    }
    for case (_, .adj(let adj)) in values { lines.append("echo \(adj) > /proc/$$/oom_score_adj") }
    return lines
  }
}
