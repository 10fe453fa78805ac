import TestSupport
import Testing

@testable import MemtopUI

struct CommandTests {
  @Test func idsTellCommandsApart() {
    #expect(Set(Command.all.map(\.id)).count == Command.all.count)
  }

  @Test(arguments: [false, true]) func noKeyMeansTwoCommands(vim: Bool) {
    var owners: [[Key]: String] = [:]
    for command in Command.all {
      for keys in command.sequences(vim: vim) {
        #expect(owners.updateValue(command.id, forKey: keys) == nil, "\(keys)")
      }
    }
  }

  @Test func noVimSequenceBeginsAnother() {
    let sequences = Command.all.flatMap(\.vimKeys)
    for one in sequences {
      #expect(!sequences.contains { $0 != one && $0.starts(with: one) })
    }
  }

  @Test(arguments: Command.all) func isDescribed(_ command: Command) {
    #expect(!command.title.isEmpty)
    #expect(command.help.hasSuffix("."))
  }

  /// Each key does what the row with that key says, with and without vim keys.
  @Test(arguments: Command.all, [false, true]) func keysFindTheirCommand(
    _ command: Command, vim: Bool
  ) {
    for keys in command.sequences(vim: vim) {
      guard case .command(let found) = Command.meaning(of: keys, vim: vim) else {
        Issue.record("\(keys) means nothing")
        continue
      }
      #expect(found.id == command.id)
    }
  }

  private static let hosts = Result {
    [try App.showing(), try App.showing(MadeUpHost([])), try App.showing(width: 20, height: 5)]
  }

  @Test(arguments: Command.all, [false, true]) func canBePerformedAtAnyTime(
    _ command: Command, isTree: Bool
  ) throws {
    for var app in try Self.hosts.get() {
      app.settings.isTree = isTree
      app.reorder()
      _ = app.run(command)
      #expect(app.screen().height == app.height)
    }
  }

  /// What has nothing to do where the cursor stands, on the first line of a table that fits.
  private static let idle: Set<String> = [
    "up", "pageUp", "top", "left", "right", "drop", "collapse", "expand",
    // The list is sorted so already.
    "sort.oomScore",
  ]

  /// In every pane a key does something, or says why not.
  @Test(arguments: Pane.ID.allCases, [nil, "java"]) func noKeyIsDead(
    _ pane: Pane.ID, search: String?
  ) throws {
    for command in Command.all where !Self.idle.contains(command.id) {
      var app = try App.showing()
      app.keys(Pane.of(pane).key)
      if pane == .groups { app.take(.tree(try GroupsPaneTests.tree())) }
      app.search = search
      app.notes = Notes()
      if command.id == "pane." + pane.rawValue { continue }
      if command.group == .move, app.lineCount <= 1 { continue }
      let before = (app.screen(), app.settings)
      let effects = app.run(command)
      #expect(
        !effects.isEmpty || app.screen() != before.0 || app.settings != before.1 || app.isPaused,
        "\(command.id) in \(pane.rawValue)")
    }
  }

  /// What the bottom bar offers in a pane serves there, whatever else may be missing.
  @Test(arguments: Pane.ID.allCases) func theBarOffersNothingOfOtherPanes(_ pane: Pane.ID) throws {
    var app = try App.showing()
    app.keys(Pane.of(pane).key)
    for item in app.bar.items {
      guard case .command(let id)? = item.act, let command = Command.named(id) else { continue }
      let reason = command.disabledReason(app)
      #expect(reason?.hasPrefix("only in") != true, "\(id): \(reason ?? "")")
    }
    // Nothing is listed in the panes of groups and events here.
    #expect(
      [.processes, .victims].contains(pane) == app.bar.items.contains { $0.label == "Explain" })
  }

  @Test(arguments: ["adj", "adjUp", "adjDown", "adjUpFar", "adjDownFar", "signal", "undo"])
  func changesAreRefusedWhereNothingMayBeChanged(_ id: String) throws {
    var app = try App.showing(readOnlyReason: "--read-only was given")
    let command = try #require(Command.named(id))
    #expect(app.run(command).isEmpty)
    #expect(app.dialog == nil && app.step == nil)
    #expect(app.text.contains("--read-only was given"))
  }
}
