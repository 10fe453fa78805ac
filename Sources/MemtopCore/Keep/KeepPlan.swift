import LinuxKernel

/// What keeping values for a unit would write, before anything is written.
public struct KeepPlan: Sendable, Equatable {
  /// What is asked of a setting; nil of the value: it is no longer to be kept.
  public typealias Wish = (setting: KeptSetting, value: KeptSetting.Value?)

  /// What is asked of a setting in memtop's drop-in; nil where it does not have the setting.
  public struct Change: Sendable, Equatable {
    public let setting: KeptSetting
    /// As it stands there.
    public let old: String?
    public let new: KeptSetting.Value?
  }

  /// Another file of the unit that sets one of the same settings.
  public struct OtherFile: Sendable, Equatable {
    public let path: String
    public let setting: KeptSetting
    public let value: String
  }

  public let unit: UnitName
  public let manager: UnitManager
  /// Absolute.
  public let path: String
  /// What lies there now; nil where nothing does.
  public let old: String?
  /// What is to lie there; nil where the file is to go.
  public let new: String?
  /// All that was asked for, what is there already too.
  public let asked: [Change]
  /// Files read before memtop's: it goes before them.
  public let overridden: [OtherFile]
  /// Files read after memtop's: they go before it.
  public let stronger: [OtherFile]
  /// What else is to be known, each one sentence.
  public let notes: [String]

  public var isUnchanged: Bool { old == new }

  /// What puts the file back to what it was.
  public var reversed: KeepPlan { KeepPlan(taking: self) }

  public var changes: [Change] { asked.filter { $0.old != $0.new?.text } }

  /// Plans what is wished.
  ///
  /// Throws: where the unit cannot have it.
  public init(_ files: UnitFiles, _ wishes: [Wish], version: CgroupMount.Version?)
    throws(KeepRefusal)
  {
    for (setting, value) in wishes where value != nil {
      if let objection = setting.objection(of: files.unit) {
        throw KeepRefusal("\(files.unit.text): \(objection)")
      }
      guard value != .limit(.bytes(0)) || [.low, .min, .swapMax].contains(setting) else {
        throw KeepRefusal("\(setting.key)=0: systemd does not take it, and nothing could run")
      }
    }
    let section = files.section
    var text = files.own?.text ?? UnitText(Self.heading(files))
    var asked: [Change] = []
    for (setting, value) in wishes {
      let old = text.last(setting.key, in: section)
      asked.append(Change(setting: setting, old: old, new: value))
      if old != value?.text { text.set(setting.key, in: section, to: value?.text) }
    }
    self.init(
      files, new: text.isEmpty ? nil : text.text, asked: asked,
      notes: Self.notes(files, wishes, version))
  }

  /// Plans that memtop's drop-in goes, and nothing else.
  ///
  /// Throws: where there is none.
  public init(removing files: UnitFiles) throws(KeepRefusal) {
    guard let own = files.own else {
      throw KeepRefusal(
        "there is no \(files.path): nothing is kept for \(files.unit.text) here", isAbsent: true)
    }
    let asked = KeptSetting.allCases.compactMap { setting in
      own.text.last(setting.key, in: files.section).map {
        Change(setting: setting, old: $0, new: nil)
      }
    }
    self.init(files, new: nil, asked: asked, notes: [])
  }

  private init(
    _ files: UnitFiles, new: String?, asked: [Change], notes: [String]
  ) {
    unit = files.unit
    manager = files.manager
    path = files.path
    old = files.own?.text.text
    self.new = new
    self.asked = asked
    self.notes = notes
    let name = Self.name(files.path)
    let settings = asked.map(\.setting)
    func others(_ isTaken: (String) -> Bool) -> [OtherFile] {
      let taken = files.dropIns.filter { $0.path != files.path && isTaken(Self.name($0.path)) }
      return settings.flatMap { setting in
        taken.compactMap { file in
          file.text.last(setting.key, in: files.section).map {
            OtherFile(path: file.path, setting: setting, value: $0)
          }
        }
      }
    }
    overridden =
      settings.compactMap { setting in
        files.fragment.flatMap { file in
          file.text.last(setting.key, in: files.section).map {
            OtherFile(path: file.path, setting: setting, value: $0)
          }
        }
      } + others { $0.utf8.lexicographicallyPrecedes(name.utf8) }
    // One of the same name in a folder that is looked into first hides memtop's.
    stronger = others { !$0.utf8.lexicographicallyPrecedes(name.utf8) }
  }

  private init(taking plan: KeepPlan) {
    unit = plan.unit
    manager = plan.manager
    path = plan.path
    old = plan.new
    new = plan.old
    asked = plan.asked.map { change in
      Change(
        setting: change.setting, old: change.new?.text,
        new: change.old.flatMap { change.setting.value($0, memTotal: nil, pageSize: 1) })
    }
    overridden = plan.overridden
    stronger = plan.stronger
    notes = []
  }

  private static func name(_ path: String) -> String {
    String(path[(path.lastIndex(of: "/") ?? path.startIndex)...].dropFirst())
  }

  private static func heading(_ files: UnitFiles) -> String {
    let own = if case .system = files.manager { "" } else { "--user-unit " }
    return "# Written by memtop. To take it away: memtop keep --remove \(own)"
      + ShellWord.quoted(files.unit.text) + "\n"
  }

  private static func notes(
    _ files: UnitFiles, _ wishes: [Wish], _ version: CgroupMount.Version?
  ) -> [String] {
    var notes: [String] = []
    if files.unit.isTemplate { notes.append("it holds for every instance of \(files.unit.text)") }
    if case .everyUser = files.manager {
      notes.append("it holds for the unit of every user: it is not written into a home")
    }
    let isOfUser = files.manager != .system
    for (setting, value) in wishes {
      guard let value else { continue }
      if isOfUser, case .adj(let adj) = value, adj < 0 {
        notes.append(
          "a user's manager may not lower oom_score_adj: it starts the program without a word")
      }
      if version == .v1, setting != .oomPolicy, setting != .oomScoreAdj, setting != .max {
        notes.append("with cgroup v1 systemd does not apply \(setting.key)=")
      }
    }
    return notes
  }
}
