import LinuxKernel

/// Somebody or something that a finding is about.
public struct Subject: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// What an act can be for.
  public enum Target: Sendable, Hashable {
    case process(ProcessID)
    /// A cgroup, as `/proc/PID/cgroup` names it; with its directory's identity where that was read.
    case group(String, CgroupDirectory.Identity?)
    /// As `/proc/slabinfo` names it, made visible.
    case slabCache(String)
  }

  /// For people; made visible.
  public let text: String
  /// Nil where there is nobody to act on.
  public let target: Target?

  public init(_ text: String, _ target: Target?) {
    self.text = text
    self.target = target
  }

  public init(stringLiteral text: String) { self.init(text, nil) }
}

extension DiagnosisView {
  /// A process, with what is said of it.
  func subject(_ process: DiagnosisProcess, _ text: String) -> Subject {
    Subject("\(process.label): \(text)", .process(process.id))
  }

  /// A group that was read.
  func subject(_ use: CgroupUse, _ text: String? = nil) -> Subject {
    let name = VisibleText.make(use.path)
    return Subject(text.map { "\(name): \($0)" } ?? name, .group(use.path, use.identity))
  }

  /// A group by its path, as the kernel's log has it.
  func subject(path: String, _ text: String) -> Subject {
    let use = now.groups.first { $0.path == path }
    return Subject("\(VisibleText.make(path)): \(text)", .group(path, use?.identity))
  }

  /// A group by the name that its processes tell, which is made visible.
  func subject(group name: String, _ text: String? = nil) -> Subject {
    let words = text.map { "\(name): \($0)" } ?? name
    let use = now.groups.first { VisibleText.make($0.path) == name }
    return Subject(words, .group(use?.path ?? name, use?.identity))
  }
}
