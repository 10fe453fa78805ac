import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// Tags in every pane: what is tagged stays so, has a sum, and acts are for all of it.
struct TagTests {
  @Test func whatSeveralProcessesHaveTogetherIsSaid() throws {
    var app = try App.showing(width: 160)
    app.keys(" ")
    #expect(app.text.contains("tagged 1") && !app.text.contains("together"))
    app.keys(" ")
    #expect(app.selection.tags.processes.map(\.pid).sorted() == [40, 41])
    let processes = app.model.processes
    let sum = [40, 41].reduce(UInt64(0)) { sum, pid in
      sum + (processes.rows.first { $0.pid == pid }?.rss ?? 0)
    }
    #expect(app.text.contains("together RSS \(Quantity.bytes(sum))   tagged 2"))
    // In the kill order it is what would come back; the tags stand there too.
    app.keys("2")
    #expect(app.screen().lines.filter { $0.hasPrefix("•") }.count == 2)
    let frees = try #require(app.shownKill).order.victims.prefix(2).reduce(Int64(0)) {
      $0 + $1.freedMemory
    }
    #expect(
      app.text.contains("together FREES \(Quantity.bytes(UInt64(frees) * 4096))   tagged 2"))
    app.keys("U")
    #expect(!app.text.contains("tagged"))
  }

  /// Where one of them does not tell it, the sum says so.
  @Test func whatIsNotToldIsNoPartOfTheSum() throws {
    #expect(Pane.sum("RSS", [.denied, .absent]) == nil)
    let sum = try #require(Pane.sum("RSS", [.bytes(3), .denied]))
    #expect(sum.bytes == 3 && !sum.isWhole)
  }

  /// Who tags another after all that were tagged have ended acts on that one.
  @Test func anotherTagIsMeantAfterAllHaveEnded() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.keys(" ")
    host.processes.removeAll { $0.pid == 40 }
    try app.take(host, seconds: 1001)
    app.keys(.end, " ")
    #expect(app.selection.tags.processes.map(\.pid) == [43])
    app.keys("o")
    #expect(app.dialog is AdjPrompt)
  }

  @Test func theSumIsOfWhatSorts() throws {
    var app = try App.showing(width: 160)
    app.keys(" ", " ")
    #expect(app.text.contains("together RSS"))
    _ = app.sort(by: .swap)
    #expect(app.text.contains("together SWAP"))
    // Scores of several are no score.
    _ = app.sort(by: .oomScore)
    #expect(app.text.contains("together RSS"))
  }
}
