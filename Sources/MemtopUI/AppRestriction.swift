import MemtopCore

extension App {
  /// Shows only what fits, as the command line asks; the user can change both later.
  public mutating func restrict(to filter: Filter, user: UInt32?) {
    self.filter = filter
    self.user = user
    reorder()
  }
}
