import LinuxKernel

extension SamplingPlan {
  /// What a list with these columns needs.
  ///
  /// - Parameters:
  ///   - columns: shown for the rows on screen.
  ///   - options: what every process is sorted and filtered by.
  ///   - everywhere: read all columns for every process, for outputs that show all rows.
  public init(columns: [Field], options: ListOptions, everywhere: Bool = false) {
    self.init(all: [])
    // Kernel threads are told by `stat`, whose facts are kept.
    kept.insert(.stat)
    add([options.sort])
    if options.sort == .oomScore { all.formUnion(Field.rss.files) }
    add(options.filter.fields)
    if options.user != nil { add([.user]) }
    if options.isTree {
      add([.ppid])
      all.formUnion(.stat)
      add(columns.filter(\.isSummable))
    }
    if let grouping = options.grouping {
      add([grouping.field])
      add(columns.filter(\.isSummable))
    }
    add(columns.filter(\.needsHistory))
    if everywhere { add(columns) }
    for column in columns { visible.formUnion(column.files) }
    if ((everywhere ? columns : []) + [options.sort] + options.filter.fields).contains(.killRank) {
      follow(KillPlan())
    }
    let compared = columns + [options.sort] + options.filter.fields
    followsGrowth = compared.contains(.growth)
    followsLeaks = compared.contains(.leak)
  }

  /// Wants what more fields are compared by, of every process.
  public mutating func compare(_ fields: [Field]) {
    add(fields)
    if fields.contains(.killRank) { follow(kill ?? KillPlan()) }
    if fields.contains(.growth) { followsGrowth = true }
    if fields.contains(.leak) { followsLeaks = true }
  }

  private mutating func add(_ fields: [Field]) {
    for field in fields {
      if field.isSteady { kept.formUnion(field.files) } else { all.formUnion(field.files) }
    }
  }
}
