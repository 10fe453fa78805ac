import LinuxKernel
import MemtopCore

/// The groups that are written, and with which fields.
public struct CgroupReport {
  let tree: CgroupTree
  let rows: [Int]
  let fields: [CgroupField]

  public init(_ tree: CgroupTree, rows: [Int], fields: [CgroupField]) {
    self.tree = tree
    self.rows = rows
    self.fields = fields
  }

  private var version: String { tree.mount.version == .v1 ? "v1" : "v2" }

  /// What could not be read although it is there.
  private var failures: [(what: String, errno: Int32)] {
    tree.failures.compactMap { failure in
      guard case .errno(let code) = failure.reason else { return nil }
      return (VisibleText.make(failure.path), code)
    }
  }

  /// Writes one JSON document.
  ///
  /// Throws: what the output's sink throws.
  public func writeJSON(to output: consuming ChunkedOutput) throws {
    var json = JSONWriter(output)
    json.beginObject(.lines)
    try put(into: &json)
    json.end()
    try json.output.finish()
  }

  /// The keys of it, into an object that is open.
  func put(into json: inout JSONWriter) throws {
    json.key("hierarchy")
    json.string(version)
    json.key("mount")
    json.string(VisibleText.make("/" + tree.mount.directory))
    json.key("isWhole")
    json.raw(String(tree.isWhole))
    json.key("own")
    json.string(tree.own.map { VisibleText.make($0) })
    FailedJSON.write(failures, &json)
    json.key("groups")
    json.beginArray(.lines)
    for row in rows {
      FieldJSON.write(fields, &json) { $0.value(tree, row) }
      try json.output.passOn()
    }
    json.end()
  }

  /// Writes comma-separated values (RFC 4180), a first line of field ids before them.
  ///
  /// Throws: what the output's sink throws.
  public func writeCSV(to output: consuming ChunkedOutput) throws {
    try RecordCSV.write(fields, rows, to: output) { $0.value(tree, $1) }
  }

  /// Writes aligned columns for people; in the tree's own order each name stands below its parent's.
  ///
  /// - Parameters:
  ///   - isTree: rows are in the tree's order.
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  ///
  /// Throws: what the output's sink throws.
  public func writeTable(
    _ style: FieldText, isTree: Bool, isUnicode: Bool, measure: @escaping (String) -> Int,
    to output: consuming ChunkedOutput
  ) throws {
    let table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
    let scope = tree.isWhole ? "the host's" : "only what this container sees"
    table.put(
      "cgroups", "\(version) at /\(VisibleText.make(tree.mount.directory)), \(scope)",
      to: &output)
    for failure in failures {
      table.put("not read", "\(failure.what): \(ErrnoText.describe(failure.errno))", to: &output)
    }
    output.put("\n")
    let top = rows.first.map { tree.groups[$0].depth } ?? 0
    try table.put(fields, rows, to: &output) { field, row in
      let text = style.write(field.value(tree, row))
      guard isTree, field == .name else { return text }
      return String(repeating: "  ", count: max(0, tree.groups[row].depth - top)) + text
    }
    try output.finish()
  }
}
