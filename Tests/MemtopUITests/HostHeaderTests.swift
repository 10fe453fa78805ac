import Testing

@testable import MemtopUI

/// The first line says whether memtop itself would outlive a kill, where there is room.
@Suite struct HostHeaderTests {
  private func header(_ isProtected: Bool?, width: Int) -> String {
    var surface = Surface(width: width, height: 30)
    let context = HostContext(
      settings: .byScore, glyphs: .unicode, status: .live, interval: 1000, wall: 0,
      timeOffset: 0, readOnlyReason: nil, isProtected: isProtected)
    let model = HostPaneHost().model(samples: 2)
    HostPanes.draw(
      HostFigures(model), model.history, context, into: &surface,
      Rect(x: 0, y: 0, width: width, height: 12))
    return surface.lines[0]
  }

  @Test func itSaysWhichOfTheTwo() {
    #expect(header(true, width: 120).contains(" · memtop itself is killed last "))
    #expect(header(false, width: 120).contains(" · memtop itself can be killed "))
  }

  @Test func notKnownNothingIsSaid() {
    #expect(!header(nil, width: 120).contains("itself"))
  }

  @Test func aNarrowScreenKeepsTheRest() {
    let line = header(false, width: 80)
    #expect(!line.contains("itself"))
    #expect(line.contains("/proc 1.0s") && line.contains("live"))
  }

  @Test func theLoopsWordReachesTheScreen() throws {
    var app = try App.showing()
    #expect(!app.text.contains("itself"))
    #expect(app.update(.protection(false)) == [])
    #expect(app.text.contains("itself can be killed"))
  }
}
