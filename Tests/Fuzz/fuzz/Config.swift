@testable import memtop

/// The config file: whatever it holds, there are settings afterwards, and they survive being written.
enum Config {
  static func take(_ bytes: [UInt8]) {
    let text = ConfigText(bytes)
    let again = ConfigText(ConfigText.write(text.settings))
    require(again.problems.isEmpty, "\(again.problems)")
    require(again.settings == text.settings, "\(text.settings)\n\(again.settings)")
  }
}
