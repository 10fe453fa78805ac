import MemtopCore

/// The limits on a path, for a dialog that is about something else.
struct LimitLines {
  let limits: CgroupPathLimits
  let context: DialogContext

  func make() -> [DialogLine] {
    DocumentLines(context).lines(LimitSection(limits, unit: context.settings.unit).parts)
  }
}
