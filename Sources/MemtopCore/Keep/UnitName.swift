import LinuxKernel

/// The name of a systemd unit, whole and with its ending, as its manager takes one.
///
/// Source: `systemd.unit(5)`: at most 255 of letters, digits and `:-_.\@`.
public struct UnitName: Sendable, Hashable {
  /// What sort of unit it is, which its ending tells.
  public enum Kind: String, CaseIterable, Sendable {
    case service, slice, scope, socket, mount, swap
    case automount, device, path, target, timer
  }

  /// Safe to show: it has visible ASCII characters only.
  public let text: String
  public let kind: Kind

  /// Takes what a person types; without an ending it is a service, as for systemctl.
  ///
  /// Throws: when no unit can be called so.
  public init(_ typed: String) throws(KeepRefusal) {
    let hasEnding = Kind.allCases.contains { typed.hasSuffix("." + $0.rawValue) }
    let whole = hasEnding || typed.isEmpty ? typed : typed + ".service"
    guard let name = UnitName(whole: whole) else {
      let escaped = Self.escaped(whole)
      throw KeepRefusal(
        "'\(VisibleText.make(typed))' is not the name of a unit",
        instead: UnitName(whole: escaped) == nil || escaped == whole
          ? nil : "systemd writes such a name \(escaped)")
    }
    self = name
  }

  /// Nil for what systemd would not take.
  public init?(whole text: String) {
    guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy(Self.isTaken),
      let dot = text.lastIndex(of: "."),
      let kind = Kind(rawValue: String(text[dot...].dropFirst())),
      dot > text.startIndex, text.first != "@"
    else { return nil }
    self.text = text
    self.kind = kind
  }

  /// The unit that one part of a cgroup's path stands for; nil where it is none.
  ///
  /// systemd writes `_` before names that the kernel's own files could have.
  public init?(ofGroup part: some Collection<UInt8>) {
    let name = part.first == 0x5f ? Array(part.dropFirst()) : Array(part)
    self.init(whole: String(decoding: name, as: UTF8.self))
  }

  private static func isTaken(_ byte: UInt8) -> Bool {
    (0x61...0x7a ~= byte) || (0x41...0x5a ~= byte) || (0x30...0x3a ~= byte)
      || [0x2d, 0x5f, 0x2e, 0x5c, 0x40].contains(byte)
  }

  /// What may not stand there as `\x20`, as systemd-escape writes it.
  private static func escaped(_ text: String) -> String {
    text.utf8.reduce(into: "") { result, byte in
      let digits = String(byte, radix: 16)
      result +=
        isTaken(byte)
        ? String(UnicodeScalar(byte)) : "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
  }

  /// `foo@.service`, which is not started itself: its file is every instance's.
  public var isTemplate: Bool { prefix.last == "@" }

  /// `foo@.service` of the instance `foo@bar.service`; nil for what is no instance.
  public var template: UnitName? {
    guard let at = prefix.firstIndex(of: "@"), !isTemplate else { return nil }
    return UnitName(whole: prefix[...at] + ending)
  }

  /// The names whose drop-ins hold for this unit, the nearest first: itself, those with fewer words
  /// between dashes, its template, and all units of the kind.
  ///
  /// Source: `systemd.unit(5)`.
  var dropInNames: [String] {
    let parts = prefix.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    return dropInNames(parts[0], instance: parts.count > 1 ? parts[1] : nil)
  }

  private func dropInNames(_ stem: Substring, instance: Substring?) -> [String] {
    var names = [stem + (instance.map { "@" + $0 } ?? "") + ending]
    if instance?.isEmpty == false { names += dropInNames(stem, instance: "") }
    // The root slice is a dash alone.
    let chopped = stem.hasSuffix("-") ? stem.dropLast() : stem
    if let dash = chopped.lastIndex(of: "-"), dash > chopped.startIndex {
      names += dropInNames(chopped[...dash], instance: instance)
    }
    return names
  }

  private var ending: String { "." + kind.rawValue }
  private var prefix: Substring { text.dropLast(ending.utf8.count) }
}
