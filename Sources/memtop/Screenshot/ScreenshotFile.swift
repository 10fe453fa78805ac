/// Where a picture of the screen goes.
struct ScreenshotFile: Equatable {
  enum Format: CaseIterable {
    case svg, text

    var ending: String { self == .svg ? ".svg" : ".txt" }
  }

  let path: String
  let format: Format
}
