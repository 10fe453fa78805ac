import MemtopCore
import MemtopUI
import TOMLKit

/// The config file's text and what it means.
struct ConfigText: Equatable {
  /// What could be used, the standard for the rest.
  private(set) var settings = Settings.standard
  /// Names of the settings that the text gives.
  private(set) var given: Set<String> = []
  /// What could not be used, each in a few words.
  private(set) var problems: [String] = []

  private static let heading = "# Written by memtop's setup (F2).\n"

  /// Reads the text of a file. Whatever it holds, there are settings afterwards.
  init(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      problems = ["it is not text in UTF-8"]
      return
    }
    if let problem = ConfigShape.problem(in: bytes) {
      problems = [problem]
      return
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      problems = ["line \(place.line), column \(place.column): \(error.description)"]
      return
    } catch {
      problems = [String(describing: error)]
      return
    }
    // In the table's order, since `sort` sets the direction that `descending` then changes.
    for setting in Setting.all {
      guard let value = table[setting.id] else { continue }
      if SettingValue(value).map({ setting.read($0, &settings) }) == true {
        given.insert(setting.id)
      } else {
        problems.append("\(setting.id) is not \(setting.accepts)")
      }
    }
    let names = Setting.all.map(\.id)
    let known = Set(names)
    for name in table.keys where !known.contains(name) {
      let nearest = NearestName.find(name, among: names)
      let hint =
        nearest.map { "did you mean \($0)?" }
        ?? "keys: " + names.joined(separator: ", ")
      problems.append("\(name) is no key\(Self.line(of: name, in: text)) (\(hint))")
    }
  }

  /// ` in line 3`; empty where the key stands in no line of its own.
  private static func line(of key: String, in text: String) -> String {
    let lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    let number = lines.firstIndex { line in
      let name = line.drop { $0 == 0x20 || $0 == 0x09 }
      return name.starts(with: key.utf8)
        && name.dropFirst(key.utf8.count).first { $0 != 0x20 && $0 != 0x09 } == 0x3d
    }
    return number.map { " in line \($0 + 1)" } ?? ""
  }

  /// The text that keeps settings.
  static func write(_ settings: Settings) -> [UInt8] {
    let lines = Setting.all.map { "\($0.id) = \($0.write(settings).toml)\n" }
    return Array((heading + lines.joined()).utf8)
  }

  /// Whether the text is as memtop writes it, so that nothing is lost when it is written anew.
  static func isOwn(_ bytes: [UInt8]) -> Bool { write(ConfigText(bytes).settings) == bytes }
}
