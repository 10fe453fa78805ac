import LinuxKernel

/// Which groups of a tree are shown, and in which order.
public enum CgroupList {
  /// The groups that fit, by number.
  ///
  /// - Parameters:
  ///   - sort: nil keeps the tree's order. A group without a value comes last in both directions.
  ///   - depth: at most so many levels below the group asked for.
  public static func rows(
    _ tree: CgroupTree, sort: CgroupField?, isDescending: Bool,
    filter: TermFilter<CgroupField>, depth: Int? = nil
  ) -> [Int] {
    let top = tree.subtree.first.map { tree.groups[$0].depth } ?? 0
    let rows = tree.subtree.filter { group in
      (depth.map { tree.groups[group].depth - top <= $0 } ?? true) && filter.matches(tree, group)
    }
    guard let sort else { return rows }
    let values = rows.map { sort.value(tree, $0) }
    let places = rows.indices.sorted { a, b in
      values[a].comes(before: values[b], descending: isDescending) ?? (a < b)
    }
    return places.map { rows[$0] }
  }
}

extension TermFilter where Column == CgroupField {
  /// The fields it looks at.
  public var fields: [CgroupField] { fields(plain: .path) }

  /// Whether a group is to be shown. Plain text is looked for in its path and its name.
  public func matches(_ tree: CgroupTree, _ group: Int) -> Bool {
    matches { text in
      Self.fits(CgroupField.path.value(tree, group), .contains, text)
        || Self.fits(CgroupField.name.value(tree, group), .contains, text)
    } value: { field in
      field.value(tree, group)
    }
  }
}
