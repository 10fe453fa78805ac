import LinuxKernel
import MemtopCore
import MemtopExport
import MemtopUI

/// What is wrong with the value of an option; argument-parser names the option and the value.
struct ArgumentProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Reads the values of options, for argument-parser's `transform`.
enum ArgumentReading {
  static func field<F: TableField>(_ word: String) throws(ArgumentProblem) -> F {
    guard let field = F.named(word) else {
      throw ArgumentProblem(
        "no field is named '\(word)' (fields: \(F.all.map(\.id).joined(separator: ", ")))")
    }
    return field
  }

  /// Field names with commas between them; a field named twice is shown once.
  static func fields<F: TableField>(_ text: String) throws(ArgumentProblem) -> [F] {
    var fields: [F] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let field: F = try field(word.filter { $0 != " " })
      if !fields.contains(field) { fields.append(field) }
    }
    return fields
  }

  static func filter<F: TableField>(_ text: String) throws(ArgumentProblem) -> TermFilter<F> {
    do {
      return try TermFilter(text)
    } catch {
      throw ArgumentProblem(error.message)
    }
  }

  /// Seconds, or a number with `s` or `ms`, as milliseconds.
  static func interval(_ text: String) throws(ArgumentProblem) -> Int {
    let (digits, scale) =
      text.hasSuffix("ms")
      ? (text.dropLast(2), 1.0) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1000)
    guard digits.allSatisfy({ "0123456789.".contains($0) }), let value = Double(digits),
      value * scale <= Double(Settings.intervals.upperBound),
      Settings.intervals.contains(Int((value * scale).rounded()))
    else {
      throw ArgumentProblem("an interval is 0.1 to 3600 seconds, such as 0.5, 2s or 500ms")
    }
    return Int((value * scale).rounded())
  }

  static func limit(_ text: String) throws(ArgumentProblem) -> Int {
    guard let number = Int(text), number >= 0 else {
      throw ArgumentProblem("a limit is a whole number, 0 or more")
    }
    return number
  }

  static func limitText(_ text: String) throws(ArgumentProblem) -> LimitText {
    do {
      return try LimitText(text)
    } catch {
      throw ArgumentProblem(error.message)
    }
  }

  static func pid(_ text: String) throws(ArgumentProblem) -> Int32 {
    guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let pid = Int32(text), pid > 0 else {
      throw ArgumentProblem("a process is its pid, a whole number above 0")
    }
    return pid
  }

  static func adj(_ text: String) throws(ArgumentProblem) -> Int32 {
    guard let adj = Int32(text), OOMScoreAdj.range.contains(adj) else {
      throw ArgumentProblem("an oom_score_adj is a whole number from -1000 to 1000")
    }
    return adj
  }

  static func oomPolicy(_ word: String) throws(ArgumentProblem) -> KeptSetting.Policy {
    guard let policy = KeptSetting.Policy(rawValue: word) else {
      let all = KeptSetting.Policy.allCases.map(\.rawValue).joined(separator: ", ")
      throw ArgumentProblem("a policy is one of \(all)")
    }
    return policy
  }

  static func slabColumn(_ text: String) throws(ArgumentProblem) -> String {
    let columns = KernelTable.slabs.columns.map(\.id)
    guard columns.contains(text) else {
      throw ArgumentProblem("a column of slab caches is one of " + columns.joined(separator: ", "))
    }
    return text
  }

  static func killNumber(_ text: String) throws(ArgumentProblem) -> Int {
    guard let number = Int(text), number > 0 else {
      throw ArgumentProblem("a kill's number is 1 or more")
    }
    return number
  }

  /// `PID=ADJ`.
  static func adjEdit(_ text: String) throws(ArgumentProblem) -> VictimsReport.Edit {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let pid = Int32(parts[0]), pid > 0, let adj = Int32(parts[1]),
      OOMScoreAdj.range.contains(adj)
    else {
      throw ArgumentProblem("a change is PID=ADJ with ADJ from -1000 to 1000, such as 4121=-500")
    }
    return VictimsReport.Edit(pid: pid, adj: adj)
  }

  static func nodes(_ text: String) throws(ArgumentProblem) -> NodeList {
    guard let nodes = NodeList(text), !nodes.isEmpty else {
      throw ArgumentProblem("memory nodes are a list such as 0 or 0-1,3")
    }
    return nodes
  }

  static func pane(_ name: String) throws(ArgumentProblem) -> String {
    guard App.panes.contains(name) else {
      throw ArgumentProblem("panes: \(App.panes.joined(separator: ", "))")
    }
    return name
  }

  static func theme(_ name: String) throws(ArgumentProblem) -> Theme {
    guard let theme = Theme.named(name) else {
      throw ArgumentProblem("themes: \(Theme.all.map(\.name).joined(separator: ", "))")
    }
    return theme
  }

  static func source(_ word: String) throws(ArgumentProblem) -> ProcessSource {
    guard let source = ProcessSource(rawValue: word) else {
      throw ArgumentProblem("processes come from bpf or proc")
    }
    return source
  }

  static func size(_ text: String) throws(ArgumentProblem) -> ScreenSize {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let width = numbers[0], let height = numbers[1],
      ScreenSize.widths.contains(width), ScreenSize.heights.contains(height)
    else {
      throw ArgumentProblem(
        "a size is COLUMNSxROWS, 20x5 to \(ScreenSize.widths.upperBound)x"
          + "\(ScreenSize.heights.upperBound), such as 120x40")
    }
    return ScreenSize(width: width, height: height)
  }

  static func screenshot(_ path: String) throws(ArgumentProblem) -> ScreenshotFile {
    guard let format = ScreenshotFile.Format.allCases.first(where: { path.hasSuffix($0.ending) })
    else { throw ArgumentProblem("a screenshot's name ends in .svg or .txt") }
    return ScreenshotFile(path: path, format: format)
  }

  /// A time as for `span`, or none.
  static func watch(_ text: String) throws(ArgumentProblem) -> Int {
    ["0", "0s"].contains(text) ? 0 : try span(text)
  }

  /// `90`, `60s`, `10m`, `2h`: seconds, one to a day of them.
  static func span(_ text: String) throws(ArgumentProblem) -> Int {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? Substring(text) : text.dropLast()
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits),
      case let seconds = number.multipliedReportingOverflow(by: unit ?? 1), !seconds.overflow,
      (1...86_400).contains(seconds.partialValue)
    else {
      throw ArgumentProblem("a time is one second to a day, such as 60s or 10m")
    }
    return seconds.partialValue
  }
}
