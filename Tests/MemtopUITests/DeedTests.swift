import MemtopCore
import TestSupport
import Testing

@testable import LinuxKernel
@testable import MemtopUI

/// Acts that are planned outside: contain, push out, keep.
@Suite struct DeedTests {
  private static let lines = [
    AboutLine("group", "/memtop-7, new, v2"), AboutLine("max", "64.0M (67108864), memory.max"),
  ]

  private static func preview(_ app: inout App, _ deed: Deed, _ preview: DeedPreview) {
    _ = app.update(.planned(deed, .success(preview)))
  }

  private static func asked(_ effects: [Effect]) -> Deed? {
    for case .plan(let deed) in effects { return deed }
    return nil
  }

  private static func done(_ effects: [Effect]) -> Deed? {
    for case .carryOut(let deed) in effects { return deed }
    return nil
  }

  @Test func aProcessIsContainedAfterAPreview() throws {
    var app = try App.showing(width: 100, height: 40)
    let process = try #require(app.id(atLine: 0))
    app.keys("B")
    app.write("64M")
    #expect(app.text.contains("Contain \(process.pid) "))
    let deed = try #require(Self.asked(app.keys(.enter)))
    #expect(deed == .contain([process], max: .bytes(64 << 20)))
    Self.preview(&app, deed, DeedPreview(Self.lines))
    #expect(app.text.contains("64.0M (67108864), memory.max"))
    #expect(Self.done(app.keys(.enter)) == deed)
    // It goes on outside; nothing else is begun meanwhile.
    app.keys(.escape)
    app.keys("W")
    #expect(app.dialog == nil && app.text.contains("not while memtop is moving processes"))
    let aim = CgroupAim(
      path: Array("/memtop-7".utf8),
      identity: .init(device: 1, inode: 2))
    _ = app.update(
      .carriedOut(deed, DeedOutcome(["\(process.pid) x is in /memtop-7"], undo: .release(aim))))
    #expect(app.text.contains("is in /memtop-7"))
    // Undo is the way back, planned anew from what is there then.
    #expect(Self.asked(app.keys("z")) == .release(aim))
    Self.preview(&app, .release(aim), DeedPreview([AboutLine("group", "to be removed")]))
    #expect(Self.done(app.keys(.enter)) == .release(aim))
    _ = app.update(.carriedOut(.release(aim), DeedOutcome(["removed"])))
    app.keys(.enter)
    #expect(app.acts.undo == nil)
  }

  @Test func tagsAreContainedTogether() throws {
    var app = try App.showing()
    let two = [app.id(atLine: 0), app.id(atLine: 1)].compactMap(\.self)
    app.keys(" ", " ", "B", "1", "G")
    guard case .contain(let all, _)? = Self.asked(app.keys(.enter)) else {
      Issue.record("nothing is asked")
      return
    }
    #expect(Set(all) == Set(two))
  }

  @Test(arguments: ["F", "W"]) func tagsArePushedOutOrKeptTogether(_ key: Key) throws {
    var app = try App.showing()
    let two = [app.id(atLine: 0), app.id(atLine: 1)].compactMap(\.self)
    guard case .each(let deeds)? = Self.asked(app.keys(" ", " ", key)) else {
      Issue.record("nothing is asked")
      return
    }
    #expect(app.text.contains("2 processes"))
    let asked = deeds.map(\.about)
    #expect(Set(asked) == Set(two.map { "process \($0.pid)" }))
    let deed = Deed.each(deeds)
    let previews = deeds.map { ($0, Result<DeedPreview, DeedProblem>.success(DeedPreview([]))) }
    Self.preview(&app, deed, DeedPreview(each: previews))
    if key == "W" {
      // The other way is the other way for all of them.
      let other = try #require(Self.asked(app.keys(.tab)))
      #expect(other == .each(deeds.map { $0.with(reloads: true) }))
      Self.preview(&app, other, DeedPreview(each: previews))
      #expect(Self.done(app.keys(.enter)) == other)
    } else {
      #expect(Self.done(app.keys(.enter)) == deed)
    }
  }

  @Test(arguments: ["", "abc", "-5", "1e3"]) func whatIsNoLimitIsRefused(_ text: String) throws {
    var app = try App.showing()
    app.keys("B")
    app.write(text)
    #expect(Self.asked(app.keys(.enter)) == nil)
    #expect(app.dialog is ContainPrompt)
    #expect(text.isEmpty || app.text.contains("'\(text)'"))
  }

  @Test func harmIsConfirmedInAWord() throws {
    var app = try App.showing()
    let process = try #require(app.id(atLine: 0))
    app.keys("B", "1", "G", .enter)
    let deed = Deed.contain([process], max: .bytes(1 << 30))
    Self.preview(&app, deed, DeedPreview(Self.lines, risk: "They leave another group's limit."))
    #expect(app.text.contains("They leave another group's limit."))
    #expect(Self.done(app.keys(.enter)) == nil)
    app.write("ye")
    #expect(Self.done(app.keys(.enter)) == nil)
    app.write("s")
    #expect(Self.done(app.keys(.enter)) == deed)
  }

  @Test func whyItCannotBeDoneIsSaid() throws {
    var app = try App.showing()
    let process = try #require(app.id(atLine: 0))
    #expect(Self.asked(app.keys("F")) == .pageOut(process))
    _ = app.update(
      .planned(.pageOut(process), .failure(DeedProblem("5: there is no such process"))))
    #expect(app.text.contains("5: there is no such process"))
    #expect(Self.done(app.keys(.enter)) == nil)
  }

  /// An answer about something else, which came late, is not taken for this one's.
  @Test func anAnswerToAnotherQuestionIsNotTaken() throws {
    var app = try App.showing()
    let other = try #require(app.id(atLine: 1))
    app.keys("F")
    Self.preview(&app, .pageOut(other), DeedPreview(Self.lines))
    #expect(!app.text.contains("67108864"))
    #expect(Self.done(app.keys(.enter)) == nil)
  }

  @Test func enterThatCameBeforeThePreviewDoesNothing() throws {
    var app = try App.showing()
    let process = try #require(app.id(atLine: 0))
    app.keys("F")
    Self.preview(&app, .pageOut(process), DeedPreview(Self.lines))
    #expect(Self.done(app.update(.key(.enter))) == nil)
    #expect(Self.done(app.keys(.enter)) == .pageOut(process))
  }

  @Test func keepingCanLetSystemdReadIt() throws {
    var app = try App.showing(width: 100, height: 30)
    let process = try #require(app.id(atLine: 0))
    let write = Deed.keep(.process(process), reloads: false)
    let reload = Deed.keep(.process(process), reloads: true)
    #expect(Self.asked(app.keys("W")) == write)
    Self.preview(&app, write, DeedPreview([AboutLine("unit", "shop.service")]))
    #expect(app.text.contains("Write and daemon-reload"))
    #expect(Self.asked(app.keys(.tab)) == reload)
    Self.preview(&app, reload, DeedPreview([AboutLine("unit", "shop.service")]))
    #expect(app.text.contains("Enter does it and lets systemd read it"))
    #expect(Self.done(app.keys(.enter)) == reload)
  }

  @Test func whereThereIsNothingToKeepEnterCloses() throws {
    var app = try App.showing()
    let process = try #require(app.id(atLine: 0))
    app.keys("W")
    Self.preview(
      &app, .keep(.process(process), reloads: false),
      DeedPreview([AboutLine("", "echo 5")], idle: "No systemd runs here."))
    #expect(app.text.contains("No systemd runs here."))
    #expect(Self.done(app.keys(.enter)) == nil)
    #expect(app.dialog == nil)
  }

  @Test(arguments: ["B", "F", "W"] as [Key]) func nothingIsDoneWhereNothingMayBe(
    _ key: Key
  ) throws {
    var app = try App.showing(readOnlyReason: "--read-only was given")
    #expect(Self.asked(app.keys(key)) == nil)
    #expect(app.dialog == nil && app.text.contains("--read-only was given"))
  }
}
