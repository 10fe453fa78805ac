import MemtopCore

/// All memory as one line: the parts side by side, which fill it exactly.
struct MemoryBar {
  var parts: MemoryBreakdown
  var glyphs: Glyphs

  /// How many cells each part gets: together exactly `width`, the largest remainders rounded up.
  static func cells(_ parts: MemoryBreakdown, width: Int) -> [Int] {
    let columns = UInt64(max(0, width))
    var cells: [Int] = []
    var remainders: [(part: Int, rest: UInt64)] = []
    for part in MemoryBreakdown.Part.allCases {
      let share = parts.total.dividingFullWidth(parts[part].multipliedFullWidth(by: columns))
      cells.append(Int(share.quotient))
      remainders.append((part.rawValue, share.remainder))
    }
    let left = width - cells.reduce(0, +)
    remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.part < $1.part }
    for (part, _) in remainders.prefix(max(0, left)) { cells[part] += 1 }
    return cells
  }

  /// The cell from which on memory can be had: right of it lies what is available.
  static func mark(available: UInt64, total: UInt64, width: Int) -> Int {
    let used = total.dividingFullWidth((total - available).multipliedFullWidth(by: UInt64(width)))
    return min(max(0, width - 1), Int(used.quotient))
  }

  func draw(into surface: inout Surface, _ area: Rect) {
    let cells = Self.cells(parts, width: area.width)
    var x = area.x
    for kind in MemoryKind.all {
      let start = x
      for part in kind.parts {
        let count = cells[part.rawValue]
        surface.fill(
          Rect(x: x, y: area.y, width: count, height: 1), kind.fill(glyphs),
          style: Style(MemoryKind.role(part)))
        x += count
      }
      label(kind, Rect(x: start, y: area.y, width: x - start, height: 1), into: &surface)
    }
  }

  /// Writes the name into a run that is wide enough; in capitals where the fills are letters too.
  private func label(_ kind: MemoryKind, _ run: Rect, into surface: inout Surface) {
    let text = glyphs.isUnicode ? kind.label : kind.label.uppercased()
    let free = run.width - text.unicodeScalars.count
    guard free >= 2 else { return }
    let x = run.x + free / 2
    let role = surface[x, run.y].style.role
    surface.put(text, x: x, y: run.y, style: Style(role, bold: true), limit: run.width)
  }
}
