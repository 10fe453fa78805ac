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

  /// 4.5 is what WCAG asks of text; the user's own background is not known, so a color alone is held
  /// to less on both ends.
  @Test(arguments: Theme.all) func textCanBeRead(_ theme: Theme) {
    for role in Role.allCases {
      for selected in [false, true] {
        let paint = theme.paint(Style(role, selected: selected))
        guard let foreground = paint.foreground else { continue }
        let place = "\(role)\(selected ? " selected" : "") in \(theme.name)"
        if let background = paint.background {
          #expect(contrast(foreground, background) >= 4.5, "\(place)")
        } else {
          #expect(contrast(luminance(foreground), 0) >= 3, "\(place) on black")
          #expect(contrast(luminance(foreground), 1) >= 1.9, "\(place) on white")
        }
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

  /// Close to WCAG's: a square stands for its curve of exponent 2.4.
  private func luminance(_ color: Color) -> Double {
    let (red, green, blue) = color.components
    let linear = [red, green, blue].map { (Double($0) / 255) * (Double($0) / 255) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
