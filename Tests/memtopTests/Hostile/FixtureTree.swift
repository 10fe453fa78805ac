import Foundation

/// The captured hosts beside the tests.
enum FixtureTree {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures").path()

  static let broken = ["broken-hostile", "broken-numbers", "broken-old", "broken-truncated"]

  static func path(_ name: String) -> String { folder + "/" + name }
}
