/// The captured hosts that were broken on purpose.
enum BrokenTrees {
  static let names = ["broken-hostile", "broken-numbers", "broken-old", "broken-truncated"]
}
