import LinuxKernel
import MemtopCore

/// What the user types at the bottom: a search or a filter.
struct InputLine: Sendable, Equatable {
  enum Purpose: Sendable, Equatable { case search, filter }

  let purpose: Purpose
  var text: String
  /// Why the text cannot be used, in one line.
  var problem: String?
  /// What Esc goes back to.
  let selectionBefore: Selection
  let filterBefore: String

  var prompt: String { purpose == .search ? "Search: " : "Filter: " }
}
