import TestSupport
import Testing

@testable import MemtopCore
@testable import MemtopUI

/// What an addition takes, one of each kind: nothing of it is drawn, parsed or written by hand.
@Suite struct AdditionTests {
  private static let toys = LineSubject.Kind(one: "toy", many: "toys")

  /// A subject: its fields are `ToyField.all`; this is its pane.
  private static func pane(_ filter: TermFilter<ToyField>) -> Pane {
    let toys = Toy.some.filter { toy in
      filter.matches {
        toy.name.contains($0)
      } value: {
        $0.value(toy)
      }
    }
    return Pane(
      .events, key: .character("9"), title: "Toys", help: "Toys.",
      columns: PaneColumns(
        setting: "toy-columns", title: "Columns of Toys",
        all: ToyField.all.map { PaneColumns.Column(id: $0.id, title: $0.title, help: $0.help) },
        standard: ToyField.all.map(\.id)),
      lineCount: { _ in toys.count }, lists: Self.toys,
      subject: { _, line in .named(Self.toys, toys[line].name) },
      sum: { _, tagged in
        let size = ToyField.all.first { $0.id == "size" }
        return size.flatMap { size in
          let some = toys.filter { tagged.contains(.named(Self.toys, $0.name)) }
          return Pane.sum(size.title, some.map(size.value))
        }
      }, count: { _ in "\(toys.count)" },
      drawing: .table { frame in
        let text = FieldText(now: 0, absent: frame.app.glyphs.absent)
        let columns = ToyField.all.enumerated().map { place, field in
          ListColumn<Toy>(
            field, width: field.width, priority: -place, isName: place == 0,
            sorts: field.id == "size" ? true : nil, text, value: field.value)
        }
        return PaneTable(
          table: ListTable(frame, columns), count: toys.count, missing: "no toy",
          row: { toys[$0] })
      },
      isFound: { _, line, match in match.isFound(in: toys[line].name) })
  }

  private func drawn(_ pane: Pane, width: Int, search: String? = nil) throws -> Surface {
    var app = try App.showing(width: width)
    app.search = search
    var surface = Surface(width: width, height: 4)
    pane.draw(
      AppFrame(app), &surface, Rect(x: 0, y: 0, width: width, height: 1),
      Rect(x: 0, y: 1, width: width, height: 3))
    return surface
  }

  @Test func aSubjectIsItsFieldsAndAPane() throws {
    let lines = try drawn(Self.pane(.none), width: 26).lines
    #expect(
      lines.map { $0.split(separator: " ").joined(separator: " ") } == [
        "NAME SIZE▼ PARTS", "train 3.00M 12", "ball 4K –", "bricks 5.00G 400",
      ])
    // Narrow screens leave out the last.
    let narrow = try drawn(Self.pane(.none), width: 18).lines
    #expect(narrow[0].contains("SIZE▼") && !narrow[0].contains("PARTS"))
    let large = Self.pane(try TermFilter("size>1M parts>20"))
    #expect(try drawn(large, width: 26).lines[1].contains("bricks"))
    #expect(try drawn(large, width: 26).lines[2].allSatisfy { $0 == " " })
    #expect(
      try drawn(Self.pane(try TermFilter("doll")), width: 26).lines[1].contains("no toy"))
    #expect(throws: TermFilter<ToyField>.Failure.self) { try TermFilter<ToyField>("size>red") }
    // Setup and help take its columns as they are.
    let columns = Self.pane(.none).columns
    #expect(SetupColumns(columns, chosen: columns.standard).chosen == ToyField.all.map(\.id))
    let help = HelpSections.document([], [columns], .unicode).sections.first
    #expect(help?.title == "Columns of Toys")
    // What a search finds is marked in the name.
    let found = try drawn(Self.pane(.none), width: 26, search: "bri")
    #expect(found[1, 3].style.role == .match && found[5, 3].style.role != .match)
  }

  /// Tags need a name of what a line stands for, and know the pane's own sum.
  @Test func aSubjectIsTagged() throws {
    let pane = Self.pane(.none)
    var app = try App.showing()
    for line in [0, 2] { app.selection.tags.toggle(try #require(pane.subject(app, line))) }
    let tagged = app.selection.tags.of(Self.toys)
    #expect(Set(tagged) == [.named(Self.toys, "train"), .named(Self.toys, "bricks")])
    let sum = try #require(pane.sum(app, tagged))
    #expect(sum.title == "SIZE" && sum.bytes == 5 << 30 + 3 << 20 && sum.isWhole)
    app.forgetTags(Self.toys) { $0 == .named(Self.toys, "train") }
    #expect(app.text.contains("a tagged toy has gone"))
    app.forgetTags(Self.toys) { _ in false }
    #expect(app.selection.tags.isLost(Self.toys))
    // Whoever tags another means that one.
    app.selection.tags.toggle(.named(Self.toys, "ball"))
    #expect(!app.selection.tags.isLost(Self.toys))
  }

  /// A field of processes whose number is read already is one row.
  @Test func aFieldOfProcessesIsARow() throws {
    let double = Field(
      "toy", title: "TOY", kind: .number, width: 5, priority: 100, help: "Twice the pid.",
      source: "derived"
    ) { model, row in .number(Int64(model.processes.rows[row].pid) * 2) }
    var settings = Settings.byScore
    settings.columns = [.pid, double, .comm]
    settings.sort = double
    settings.isDescending = true
    let app = try App.showing(settings: settings, width: 60)
    let heading = try #require(app.screen().lines.first { $0.contains("TOY") })
    #expect(heading.contains("TOY▼"))
    #expect(app.text.contains("  86 "))
    #expect(app.pids.first == 43, "sorted by it, the largest first")
  }

  /// A figure of the host is one row too.
  @Test func aFigureOfTheHostIsARow() throws {
    let figure = KernelFigure(
      .kernel, "toy", "toy", .bytes, "Nothing.", "none"
    ) { _ in .bytes(2 << 20) }
    #expect(FieldText(now: 0).write(figure.value(KernelMemory())) == "2.00M")
  }

  /// A key is a row: its word, its help and what it does.
  @Test func aKeyIsARow() throws {
    let command = Command(
      "toy", .program, keys: [.character("Y")], title: "Toy", help: "Hides the help."
    ) { app in
      app.search = "toy"
      return []
    }
    var app = try App.showing()
    #expect(command.disabledReason(app) == nil && command.perform(&app).isEmpty)
    #expect(app.search == "toy")
  }
}
