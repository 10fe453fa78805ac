import LinuxKernel

/// What the files of a system say of one unit: its own file and all drop-ins, in the order that systemd
/// takes them.
public struct UnitFiles: Sendable, Equatable {
  /// A file that belongs to the unit.
  public struct File: Sendable, Equatable {
    /// Absolute, as the system itself would name it.
    public let path: String
    public let text: UnitText
  }

  public let unit: UnitName
  public let manager: UnitManager
  /// Nil where there is none: slices and mounts need none.
  public let fragment: File?
  /// By file names, whichever folders they are in: the last one that sets a key wins.
  public let dropIns: [File]
  /// The drop-in of memtop's own, as it lies there; nil where there is none.
  public let own: File?
  /// Where memtop's drop-in is, or would be.
  public let path: String

  /// What memtop's drop-in is called in a unit's folder.
  ///
  /// Of two drop-ins of one name systemd reads only the nearer: each breadth has a name of its own, and
  /// the narrower one is read later.
  private static func dropInName(_ unit: UnitName, _ manager: UnitManager) -> String {
    let users = if case .everyUser = manager { "-users" } else { "" }
    return "50-memtop" + users + (unit.isTemplate ? "-template" : "") + ".conf"
  }

  /// - Parameter unit: by any of its names; what is found is of the real one.
  ///
  /// Throws: where a file cannot decide over the unit, or it is not there.
  public init(
    _ typed: UnitName, of manager: UnitManager, in root: KernelRoot
  ) throws(KeepRefusal) {
    if let elsewhere = OtherManager.find(typed) { throw elsewhere }
    if typed.text == "-.slice" {
      throw KeepRefusal("-.slice is the whole host, which has no limits")
    }
    let (unit, fragment) = try Self.fragment(typed, manager, root)
    if let fragment, UnitManager.isTransient(fragment.path) {
      throw KeepRefusal(
        "\(unit.text) is transient: \(fragment.path) goes when it ends",
        instead: "-p MemoryMax=SIZE where systemd-run or its like is called")
    }
    if fragment == nil, unit.kind == .service || unit.kind == .socket {
      throw KeepRefusal("there is no unit file of \(unit.text)", isAbsent: true)
    }
    self.unit = unit
    self.manager = manager
    self.fragment = fragment
    path = "\(manager.folder)/\(unit.text).d/\(Self.dropInName(unit, manager))"
    own = try Self.read(path, root, asOwn: true)
    var found: [String: String] = [:]
    for folder in Self.dropInFolders(of: [unit, typed], manager) {
      for name in root.files(in: Self.relative(folder)) where name.hasSuffix(".conf") {
        if found[name] == nil { found[name] = folder + "/" + name }
      }
    }
    dropIns = found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .compactMap { _, path in try? Self.read(path, root) }
  }

  /// Whether systemd is what starts programs here: the running one, or by its files in another root.
  public static func hasSystemd(_ root: KernelRoot) -> Bool {
    if root.isLive { return root.isRunBySystemd }
    return UnitManager.system.searchPath.contains { root.hasFolder(relative($0)) }
  }

  /// What is set for a key by all files together; nil where none names it or it is set back.
  func configured(_ setting: KeptSetting, besides left: String? = nil) -> String? {
    let files = [fragment].compactMap { $0 } + dropIns.filter { $0.path != left }
    return files.compactMap { $0.text.last(setting.key, in: section) }.last.flatMap {
      $0.isEmpty ? nil : $0
    }
  }

  /// What stands in brackets above the unit's settings.
  var section: String {
    let word = unit.kind.rawValue
    return word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func dropInFolders(of names: [UnitName], _ manager: UnitManager) -> [String] {
    let unit = names[0]
    let near = names.flatMap(\.dropInNames)
    return manager.searchPath.flatMap { folder in near.map { "\(folder)/\($0).d" } }
      + manager.searchPath.map { "\($0)/\(unit.kind.rawValue).d" }
  }

  /// The unit's file, by the real name where it was asked for by another.
  private static func fragment(
    _ typed: UnitName, _ manager: UnitManager, _ root: KernelRoot
  ) throws(KeepRefusal) -> (UnitName, File?) {
    var unit = typed
    for _ in 0..<8 {
      guard
        let path = manager.searchPath.map({ "\($0)/\(unit.text)" }).first(where: { path in
          isThere(path, root)
        })
      else {
        guard let template = unit.template else { return (unit, nil) }
        return (unit, try fragment(template, manager, root).1)
      }
      guard let target = root.link(relative(path)) else { return (unit, try read(path, root)) }
      if target == "/dev/null" {
        throw KeepRefusal("\(unit.text) is masked: \(path) leads to \(target)")
      }
      let name = target.split(separator: "/").last.map(String.init) ?? ""
      guard let other = UnitName(whole: name), other != unit, other != unit.template else {
        return (unit, try read(path, root))
      }
      // The name of an instance that leads to another's template is that one's instance.
      unit = other.isTemplate ? other.instance(like: unit) ?? other : other
    }
    throw KeepRefusal("\(typed.text): its names lead in a circle")
  }

  private static func isThere(_ path: String, _ root: KernelRoot) -> Bool {
    guard let slash = path.lastIndex(of: "/") else { return false }
    return root.files(in: relative(path[..<slash])).contains(String(path[slash...].dropFirst()))
  }

  /// A link's target is looked for in the same root, whatever that is.
  private static func read(
    _ path: String, _ root: KernelRoot, asOwn: Bool = false
  ) throws(KeepRefusal) -> File? {
    var at = path
    for _ in 0..<8 {
      guard let target = root.link(relative(at)) else { break }
      if asOwn { throw KeepRefusal("\(path) is a link, which memtop does not follow") }
      if target == "/dev/null" { return File(path: path, text: UnitText()) }
      at = resolved(target, from: at)
    }
    var buffer = ReadBuffer()
    switch root.read(relative(at), into: &buffer) {
    case .bytes:
      let text = buffer.withBytes { bytes in
        String(validating: bytes.withUnsafeBufferPointer { Array($0) }, as: UTF8.self)
      }
      guard let text, !text.utf8.contains(0) else {
        throw KeepRefusal("\(path) is not text")
      }
      return File(path: path, text: UnitText(text))
    case .vanished: return nil
    case .denied: throw KeepRefusal("\(path) may not be read")
    case .unsupported: throw KeepRefusal("\(path) is no file")
    case .failed(let code): throw KeepRefusal("\(path): \(ErrnoText.describe(code))")
    }
  }

  /// Absolute, and never above the root.
  private static func resolved(_ target: String, from link: String) -> String {
    var parts = target.hasPrefix("/") ? [] : link.split(separator: "/").dropLast()
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private static func relative(_ path: some StringProtocol) -> String {
    String(path.drop { $0 == "/" })
  }
}

extension UnitName {
  /// The instance of this template that has the same word behind the `@` as another; nil without one.
  func instance(like other: UnitName) -> UnitName? {
    guard let at = other.text.firstIndex(of: "@"), let own = text.firstIndex(of: "@") else {
      return nil
    }
    return UnitName(whole: String(text[..<own] + other.text[at...]))
  }
}
