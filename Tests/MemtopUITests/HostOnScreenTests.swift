import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The host's figures are taken with a sample, and by no key, layout or drawing.
@Suite struct HostOnScreenTests {
  @Test func onceASampleAndNeverForAKey() throws {
    var app = try App.showing()
    let before = app.host.count
    for key in [Key.down, .pageDown, .end, .character("2"), .character("x"), .escape, .function(1)]
    {
      _ = app.keys(key)
      _ = app.screen()
    }
    _ = app.update(.resized(width: 120, height: 40))
    _ = app.screen()
    #expect(app.host.count == before)
  }

  /// What stands there is what the model says, whatever it was that changed the model.
  @Test func theyAreThoseOfTheModel() throws {
    var app = try App.showing()
    for key in [Key.character("2"), .character("+"), .enter, .character("1")] {
      _ = app.keys(key)
      var fresh = app
      fresh.host.take(app.model, app.diagnosis.tightest)
      #expect(fresh.screen().lines == app.screen().lines)
    }
  }
}
