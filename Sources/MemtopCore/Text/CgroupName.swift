import LinuxKernel

/// What a person calls a group: the unit, container, pod or session that its path names.
public struct CgroupName: Sendable, Equatable {
  /// What sort of thing runs in it.
  public enum Kind: String, CaseIterable, Sendable {
    case host, container, pod, session, user, snap, flatpak, service, scope, slice, group
  }

  public let kind: Kind
  /// Visible text.
  public let name: String

  /// - Parameter path: as `/proc/PID/cgroup` names it.
  public init(_ path: some Collection<UInt8>) {
    let parts = path.split(separator: 0x2f)
    guard let last = parts.last else {
      self.init(.host, "/")
      return
    }
    let part = String(decoding: last, as: UTF8.self)
    let above = parts.dropLast().last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    if let container = Container.found(Substring(part), below: Substring(above)) {
      self.init(.container, container.runtime + " " + container.name)
    } else if let pod = Self.pod(part) {
      self.init(.pod, pod)
    } else if let found = Self.found(part) {
      self = found
    } else {
      let kind = Self.units.first { part.hasSuffix($0.ending) }?.kind ?? .group
      self.init(kind, kind == .group ? part : Self.unescaped(part))
    }
  }

  /// In a sentence: the name of what runs in it, and the path of a group that nobody named.
  ///
  /// - Parameter path: as `/proc/PID/cgroup` names it.
  public static func spoken(_ path: String) -> String {
    let name = CgroupName(path.utf8)
    return switch name.kind {
    case .host, .group: "the group " + VisibleText.make(path)
    default: name.name
    }
  }

  private init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = VisibleText.make(name)
  }

  private static let units: [(ending: String, kind: Kind)] = [
    (".service", .service), (".scope", .scope), (".slice", .slice),
  ]

  /// What stands before and behind the name, and what is written before it.
  private static let forms: [(before: String, behind: String, kind: Kind, word: String)] = [
    ("session-", ".scope", .session, "session "), ("user-", ".slice", .user, "user "),
    ("user@", ".service", .user, "manager of user "), ("snap.", ".service", .snap, "snap "),
    ("snap.", ".scope", .snap, "snap "), ("app-flatpak-", ".scope", .flatpak, "flatpak "),
  ]

  private static func found(_ part: String) -> CgroupName? {
    for form in forms where part.hasPrefix(form.before) && part.hasSuffix(form.behind) {
      let name = part.dropFirst(form.before.count).dropLast(form.behind.count)
      guard !name.isEmpty else { continue }
      return CgroupName(form.kind, form.word + unescaped(plain(String(name), form.kind)))
    }
    return nil
  }

  /// What a snap or flatpak is called, without the number of the run behind it.
  private static func plain(_ name: String, _ kind: Kind) -> String {
    switch kind {
    case .snap:
      // `snap.NAME.APP.NUMBER.scope`, the number with dashes.
      let parts = name.split(separator: ".")
      guard let last = parts.last, parts.count > 2, last.utf8.count == 36 else { return name }
      return parts.dropLast().joined(separator: ".")
    case .flatpak:
      guard let dash = name.lastIndex(of: "-"), name[dash...].dropFirst().allSatisfy(\.isNumber)
      else { return name }
      return String(name[..<dash])
    default: return name
    }
  }

  /// The number of a Kubernetes pod: `podNUMBER`, or `kubepods-CLASS-podNUMBER.slice` with
  /// underscores in place of its dashes.
  private static func pod(_ part: String) -> String? {
    var name = Substring(part)
    if name.hasPrefix("kubepods"), name.hasSuffix(".slice") {
      guard let dash = name.lastIndex(of: "-") else { return nil }
      name = name[dash...].dropFirst().dropLast(".slice".count)
    }
    guard name.hasPrefix("pod") else { return nil }
    let number = name.dropFirst(3).utf8.map { $0 == 0x5f ? 0x2d : $0 }
    let digits = number.filter { $0 != 0x2d }
    guard digits.count == 32, digits.allSatisfy({ (0x30...0x39 ~= $0) || (0x61...0x66 ~= $0) })
    else { return nil }
    return "pod " + String(decoding: number, as: UTF8.self)
  }

  /// systemd writes what may not stand in a unit's name as `\x2d`.
  private static func unescaped(_ part: String) -> String {
    EscapedText.decoded(part, lead: [0x78], digits: 2, radix: 16)
  }
}
