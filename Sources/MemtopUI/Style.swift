/// What a cell means, never a colour: a theme maps it to 256, 16 or no colours.
public enum Role: UInt8, Sendable, CaseIterable {
  case plain
  case dim
  /// Names, titles and the product's own marks.
  case accent
  case good
  case warn
  case bad
  /// The frame of a pane and its title.
  case frame
  case tableHeader
  /// The header of the column that sorts.
  case tableHeaderSorted
  /// A row the user tagged.
  case tagged
  /// Text that the running search found.
  case match
  /// A key in the bottom bar, and what it does.
  case key
  case keyLabel
  /// A key that does nothing here now.
  case keyDisabled
  /// What the user types into.
  case input
  case memoryFree
  case memoryCache
  case memoryBuffers
  case memoryShmem
  case memoryAnon
  case memorySlabReclaimable
  case memoryKernel
  case memoryHuge
  case memorySwapCached
  case memoryOther
  case available
  case swapIn
  case swapOut
  case pressureSome
  case pressureFull
}

/// How a cell is drawn: its meaning, and whether the cursor row or emphasis lies on it.
public struct Style: Hashable, Sendable {
  public var role: Role
  public var isBold: Bool
  /// The cell belongs to the selected row; drawn reversed where there are no colours.
  public var isSelected: Bool

  public init(_ role: Role, bold: Bool = false, selected: Bool = false) {
    self.role = role
    isBold = bold
    isSelected = selected
  }

  public static let plain = Style(.plain)
}
