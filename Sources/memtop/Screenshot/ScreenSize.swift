/// How many cells a screen has.
struct ScreenSize: Equatable {
  static let widths = 20...500
  static let heights = 5...300
  static let standard = ScreenSize(width: 120, height: 40)

  let width: Int
  let height: Int
}
