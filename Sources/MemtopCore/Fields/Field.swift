import LinuxKernel

/// One quantity of a process, declared once: column, sort, filter word, JSON key, help and
/// `docs/fields.md` come from its row in `Field.all`.
public struct Field: Sendable {
  /// JSON key and name in the config file, in lowerCamelCase.
  public let id: String
  /// Other words that name it in filters, `--fields` and `--sort`.
  public let aliases: [String]
  /// Heading of the column.
  public let title: String
  public let kind: FieldKind
  /// Cells a column takes; the last text column takes what is left.
  public let width: Int
  /// Narrow screens drop the lowest first.
  public let priority: Int
  /// The kernel files a value comes from.
  public let files: ProcessFileSet
  /// A value that some samples old still serves.
  public let isSteady: Bool
  /// A parent's subtree has a sum of it.
  public let isSummable: Bool
  /// Needs the same files of every process at the sample before.
  public let needsHistory: Bool
  /// Reading it can block: it is read beside the loop, for what is shown.
  public let isSlow: Bool
  public let help: String
  /// Kernel file and key, or how it is derived.
  public let source: String
  public let read: @Sendable (borrowing Model, Int) -> FieldValue

  init(
    _ id: String, aliases: [String] = [], title: String, kind: FieldKind, width: Int, priority: Int,
    files: ProcessFileSet = [], isSteady: Bool = false, isSummable: Bool = false,
    needsHistory: Bool = false, isSlow: Bool = false, sortsDescending: Bool = true, help: String,
    source: String, read: @escaping @Sendable (borrowing Model, Int) -> FieldValue
  ) {
    self.id = id
    self.aliases = aliases
    self.title = title
    self.kind = kind
    self.width = width
    self.priority = priority
    self.files = files
    self.isSteady = isSteady
    self.isSummable = isSummable
    self.needsHistory = needsHistory
    self.isSlow = isSlow
    self.sortsDescending = sortsDescending
    self.help = help
    self.source = source
    self.read = read
  }

  /// The direction a first sort by this field takes.
  public let sortsDescending: Bool

  /// The value for one process: denied where its file was refused.
  public func value(_ model: borrowing Model, _ row: Int) -> FieldValue {
    let value = read(model, row)
    guard case .absent = value else { return value }
    if !model.processes.rows[row].denied.isDisjoint(with: files) { return .denied }
    if !model.processes.rows[row].failed.isDisjoint(with: files) { return .failed }
    return value
  }
}

extension Field: TableField {}
