extension Color {
  /// The colour as xterm shows it, for pictures of the screen.
  ///
  /// Unit: 0 to 255 of red, green and blue.
  public var components: (red: UInt8, green: UInt8, blue: UInt8) {
    guard indexed < 232 else {
      let gray = 8 + 10 * (indexed - 232)
      return (gray, gray, gray)
    }
    let cube = indexed - 16
    return (Self.cubeLevel(cube / 36), Self.cubeLevel(cube / 6 % 6), Self.cubeLevel(cube % 6))
  }

  private static func cubeLevel(_ step: UInt8) -> UInt8 {
    step == 0 ? 0 : 55 + 40 * step
  }
}
