/// A colour of a terminal, given for the two kinds of terminals that have any.
public struct Color: Hashable, Sendable {
  /// One of the 240 fixed colours among xterm's 256; the first 16 belong to the user.
  ///
  /// Unit: 16 to 255.
  public let indexed: UInt8
  /// The nearest of the eight colours that every colour terminal has, in the user's own palette;
  /// nil where none is near, as for grey.
  public let base: Base?

  public enum Base: UInt8, Hashable, Sendable {
    case black, red, green, yellow, blue, magenta, cyan, white
  }

  init(_ indexed: UInt8, _ base: Base?) {
    precondition(indexed >= 16)
    self.indexed = indexed
    self.base = base
  }
}

/// How a cell looks: nil leaves the terminal's own colour.
public struct Paint: Hashable, Sendable {
  public var foreground: Color?
  public var background: Color?
  public var attributes: Attributes

  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)
  }

  init(_ foreground: Color? = nil, on background: Color? = nil, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// What each role looks like.
///
/// A theme never has to be read by colour alone: every state has its mark, every part of a bar its
/// name or glyph.
public struct Theme: Hashable, Sendable {
  /// What the config file calls it.
  public let name: String
  /// What the setup screen says of it.
  public let title: String
  let paints: [Role: Paint]
  /// The cursor row: its colours take the place of the role's, the role's attributes stay.
  let selection: Paint

  public func paint(_ style: Style) -> Paint {
    var paint = paints[style.role] ?? Paint()
    if style.isSelected {
      paint = Paint(
        selection.foreground ?? paint.foreground, on: selection.background ?? paint.background,
        paint.attributes.symmetricDifference(selection.attributes))
    }
    if style.isBold { paint.attributes.insert(.bold) }
    return paint
  }

  /// A role's own colour; nil where it has the terminal's.
  public func foreground(of role: Role) -> Color? { paints[role]?.foreground }

  public static let all: [Theme] = [standard, light, contrast, colorBlind, mono]

  public static func named(_ name: String) -> Theme? {
    all.first { $0.name == name }
  }

  /// Colours of middle lightness, with a contrast of 3 and more on black and on white.
  public static let standard = Theme(
    name: "default", title: "colours that read on dark and light terminals",
    paints: [
      .plain: Paint(),
      .dim: Paint(Color(244, nil), .dim),
      .accent: Paint(Color(31, .cyan), .bold),
      .good: Paint(Color(28, .green), .bold),
      .warn: Paint(Color(136, .yellow), .bold),
      .bad: Paint(Color(167, .red), .bold),
      .frame: Paint(Color(67, .cyan)),
      .tableHeader: Paint(Color(16, .black), on: Color(71, .green)),
      .tableHeaderSorted: Paint(Color(16, .black), on: Color(74, .cyan), .bold),
      .tagged: Paint(Color(136, .yellow), .bold),
      .match: Paint(Color(16, .black), on: Color(178, .yellow)),
      .key: Paint(nil, .bold),
      .keyLabel: Paint(Color(16, .black), on: Color(73, .cyan)),
      .keyDisabled: Paint(Color(244, nil), .dim),
      .input: Paint(nil, .underline),
      .memoryFree: Paint(Color(244, nil), .dim),
      .memoryCache: Paint(Color(136, .yellow)),
      .memoryBuffers: Paint(Color(68, .blue)),
      .memoryShmem: Paint(Color(133, .magenta)),
      .memoryAnon: Paint(Color(29, .green)),
      .memorySlabReclaimable: Paint(Color(137, .yellow), .bold),
      .memoryKernel: Paint(Color(167, .red)),
      .memoryHuge: Paint(Color(31, .cyan)),
      .memorySwapCached: Paint(Color(97, .magenta), .bold),
      .memoryOther: Paint(Color(246, nil)),
      .available: Paint(Color(32, .cyan), .bold),
      .swapIn: Paint(Color(31, .cyan)),
      .swapOut: Paint(Color(136, .yellow)),
      .pressureSome: Paint(Color(136, .yellow)),
      .pressureFull: Paint(Color(167, .red), .bold),
    ],
    selection: Paint(Color(231, .white), on: Color(24, .blue)))

  /// After the palette of Okabe and Ito: blue for good, orange for warning, vermilion for bad.
  static let colorBlind = Theme(
    name: "colour-blind", title: "blue, orange and vermilion, told apart by every kind of sight",
    paints: [
      .plain: Paint(),
      .dim: Paint(Color(244, nil), .dim),
      .accent: Paint(Color(32, .cyan), .bold),
      .good: Paint(Color(32, .blue), .bold),
      .warn: Paint(Color(136, .yellow), .bold),
      .bad: Paint(Color(166, .red), [.bold, .reverse]),
      .frame: Paint(Color(67, .cyan)),
      .tableHeader: Paint(Color(16, .black), on: Color(74, .cyan)),
      .tableHeaderSorted: Paint(Color(16, .black), on: Color(178, .yellow), .bold),
      .tagged: Paint(Color(136, .yellow), [.bold, .underline]),
      .match: Paint(Color(16, .black), on: Color(178, .yellow)),
      .key: Paint(nil, .bold),
      .keyLabel: Paint(Color(16, .black), on: Color(74, .cyan)),
      .keyDisabled: Paint(Color(244, nil), .dim),
      .input: Paint(nil, .underline),
      .memoryFree: Paint(Color(244, nil), .dim),
      .memoryCache: Paint(Color(136, .yellow)),
      .memoryBuffers: Paint(Color(32, .blue)),
      .memoryShmem: Paint(Color(133, .magenta)),
      .memoryAnon: Paint(Color(31, .cyan)),
      .memorySlabReclaimable: Paint(Color(137, .yellow), .bold),
      .memoryKernel: Paint(Color(166, .red)),
      .memoryHuge: Paint(Color(29, .green)),
      .memorySwapCached: Paint(Color(97, .magenta), .bold),
      .memoryOther: Paint(Color(246, nil)),
      .available: Paint(Color(32, .blue), .bold),
      .swapIn: Paint(Color(31, .cyan)),
      .swapOut: Paint(Color(166, .red)),
      .pressureSome: Paint(Color(136, .yellow)),
      .pressureFull: Paint(Color(166, .red), [.bold, .underline]),
    ],
    selection: Paint(Color(231, .white), on: Color(25, .blue)))

  /// No colours at all: for terminals without them, for `NO_COLOR`, and for who likes it so.
  public static let mono = Theme(
    name: "mono", title: "no colours: bold, dim, underlined and reversed text",
    paints: [
      .plain: Paint(),
      .dim: Paint(nil, .dim),
      .accent: Paint(nil, .bold),
      .good: Paint(nil, .bold),
      .warn: Paint(nil, [.bold, .underline]),
      .bad: Paint(nil, [.bold, .reverse]),
      .frame: Paint(nil, .dim),
      .tableHeader: Paint(nil, [.bold, .underline]),
      .tableHeaderSorted: Paint(nil, [.bold, .underline, .reverse]),
      .tagged: Paint(nil, [.bold, .underline]),
      .match: Paint(nil, [.reverse, .underline]),
      .key: Paint(nil, .bold),
      .keyLabel: Paint(nil, .reverse),
      .keyDisabled: Paint(nil, .dim),
      .input: Paint(nil, .underline),
      .memoryFree: Paint(nil, .dim),
      .memoryCache: Paint(),
      .memoryBuffers: Paint(nil, .dim),
      .memoryShmem: Paint(nil, .bold),
      .memoryAnon: Paint(nil, .bold),
      .memorySlabReclaimable: Paint(),
      .memoryKernel: Paint(nil, .bold),
      .memoryHuge: Paint(nil, .bold),
      .memorySwapCached: Paint(),
      .memoryOther: Paint(nil, .dim),
      .available: Paint(nil, .bold),
      .swapIn: Paint(),
      .swapOut: Paint(nil, .bold),
      .pressureSome: Paint(),
      .pressureFull: Paint(nil, .bold),
    ],
    selection: Paint(nil, .reverse))
}
