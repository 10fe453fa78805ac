extension Theme {
  /// Bright colours, each with a contrast of 7 and more on black, which is what WCAG asks for at its
  /// strictest; nothing is dim.
  static let contrast = Theme(
    name: "contrast", title: "bright colours, for black terminals and tired eyes",
    paints: [
      .plain: Paint(Color(231, .white)),
      .dim: Paint(Color(252, .white)),
      .accent: Paint(Color(51, .cyan), .bold),
      .good: Paint(Color(46, .green), .bold),
      .warn: Paint(Color(226, .yellow), [.bold, .underline]),
      .bad: Paint(Color(16, .black), on: Color(210, .red), .bold),
      .frame: Paint(Color(252, .white)),
      .tableHeader: Paint(Color(16, .black), on: Color(120, .green), .bold),
      .tableHeaderSorted: Paint(Color(16, .black), on: Color(226, .yellow), .bold),
      .tagged: Paint(Color(226, .yellow), [.bold, .underline]),
      .match: Paint(Color(16, .black), on: Color(226, .yellow), .bold),
      .key: Paint(Color(231, .white), .bold),
      .keyLabel: Paint(Color(16, .black), on: Color(51, .cyan)),
      .keyDisabled: Paint(Color(252, .white)),
      .input: Paint(Color(231, .white), [.bold, .underline]),
      .memoryFree: Paint(Color(252, .white)),
      .memoryCache: Paint(Color(226, .yellow)),
      .memoryBuffers: Paint(Color(117, .cyan)),
      .memoryShmem: Paint(Color(219, .magenta)),
      .memoryAnon: Paint(Color(46, .green)),
      .memorySlabReclaimable: Paint(Color(222, .yellow), .bold),
      .memoryKernel: Paint(Color(217, .red), .bold),
      .memoryHuge: Paint(Color(51, .cyan)),
      .memorySwapCached: Paint(Color(219, .magenta), .bold),
      .memoryOther: Paint(Color(255, .white)),
      .available: Paint(Color(117, .cyan), .bold),
      .swapIn: Paint(Color(51, .cyan)),
      .swapOut: Paint(Color(226, .yellow)),
      .pressureSome: Paint(Color(226, .yellow)),
      .pressureFull: Paint(Color(217, .red), .bold),
    ],
    selection: Paint(Color(16, .black), on: Color(231, .white)))
}
