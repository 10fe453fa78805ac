import Glibc
import Testing

@testable import MemtopUI

@Suite struct ThemeTests {
  @Test func namesAreUniqueAndTheStandardSettingIsOneOfThem() {
    #expect(Set(Theme.all.map(\.name)).count == Theme.all.count)
    #expect(Theme.named(Settings.standard.theme) == .standard)
    #expect(Theme.named("no such theme") == nil)
  }

  @Test(arguments: Theme.all) func everyRoleIsPainted(_ theme: Theme) {
    for role in Role.allCases { #expect(theme.paints[role] != nil, "\(role) in \(theme.name)") }
  }

  @Test(arguments: Theme.all) func aSelectedCellLooksDifferent(_ theme: Theme) {
    for role in Role.allCases {
      #expect(
        theme.paint(Style(role)) != theme.paint(Style(role, selected: true)),
        "\(role) in \(theme.name)")
    }
  }

  @Test func monoHasNoColors() {
    for role in Role.allCases {
      for selected in [false, true] {
        let paint = Theme.mono.paint(Style(role, selected: selected))
        #expect(paint.foreground == nil && paint.background == nil, "\(role)")
      }
    }
  }

  @Test func warningAndDangerDifferWithoutColors() {
    let looks = [Role.good, .warn, .bad].map { Theme.mono.paint(Style($0)).attributes.rawValue }
    #expect(Set(looks).count == 3)
  }

  /// What it begins with, and the same with one colour of the user's.
  @Test func aColourOfTheUsersGoesBeforeTheThemes() {
    var settings = Settings.standard
    #expect(settings.look == .standard)
    settings.colours = ["bad=196", "memoryCache=214"]
    #expect(settings.look.foreground(of: .bad) == Color(196, nil))
    #expect(settings.look.foreground(of: .memoryCache) == Color(214, nil))
    #expect(settings.look.paint(Style(.bad)).attributes == .bold)
    #expect(settings.look.foreground(of: .warn) == Theme.standard.foreground(of: .warn))
    settings.theme = "mono"
    #expect(settings.look == .mono)
  }

  /// 4.5 is what WCAG asks of text; where the user's own background is not known, a colour alone is held
  /// to 3 on both ends.
  @Test(arguments: Theme.all) func textCanBeRead(_ theme: Theme) {
    for role in Role.allCases {
      for selected in [false, true] {
        let paint = theme.paint(Style(role, selected: selected))
        guard let foreground = paint.foreground else { continue }
        let place = "\(role)\(selected ? " selected" : "") in \(theme.name)"
        if let background = paint.background {
          #expect(contrast(foreground, background) >= 4.5, "\(place)")
        } else {
          let least: (black: Double, white: Double) =
            theme == .light ? (1, 4.5) : theme == .contrast ? (7, 1) : (3, 3)
          #expect(contrast(luminance(foreground), 0) >= least.black, "\(place) on black")
          #expect(contrast(luminance(foreground), 1) >= least.white, "\(place) on white")
        }
      }
    }
  }

  /// Of xterm's own eight these have a contrast of 4.5 and more on white.
  @Test func onLightTerminalsOfEightColorsTextCanBeRead() {
    for role in Role.allCases {
      let paint = Theme.light.paint(Style(role))
      guard paint.background == nil, let base = paint.foreground?.base else { continue }
      #expect([.black, .red, .blue, .magenta].contains(base), "\(role)")
    }
  }

  /// Header, sorted column and cursor row, in 256, 8 and no colours.
  @Test(arguments: Theme.all) func headerAndCursorRowDiffer(_ theme: Theme) {
    let rows = [Style(.tableHeader), Style(.tableHeaderSorted), Style(.plain, selected: true)]
    let looks = rows.map { theme.paint($0) }
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
      let (a, b) = (looks[first], looks[second])
      let place = "\(rows[first].role) and \(rows[second].role) in \(theme.name)"
      if theme == .mono {
        #expect(a.attributes != b.attributes, "\(place)")
      } else {
        #expect(a.background != b.background, "\(place)")
        #expect(a.background?.base != b.background?.base, "\(place)")
      }
    }
  }

  @Test func componentsAreXtermsOwn() {
    for (indexed, red, green, blue) in [
      (UInt8(16), UInt8(0), UInt8(0), UInt8(0)), (24, 0, 95, 135), (172, 215, 135, 0),
      (231, 255, 255, 255), (232, 8, 8, 8), (255, 238, 238, 238),
    ] {
      #expect(Color(indexed, nil).components == (red, green, blue))
    }
  }

  private func contrast(_ a: Color, _ b: Color) -> Double {
    contrast(luminance(a), luminance(b))
  }

  private func contrast(_ a: Double, _ b: Double) -> Double {
    (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// As WCAG 2 has it.
  private func luminance(_ color: Color) -> Double {
    let (red, green, blue) = color.components
    let linear = [red, green, blue].map { part in
      let share = Double(part) / 255
      return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
