import Foundation
import MemtopUI
import Testing

/// Compares a screen with the text kept in `Goldens/NAME.txt`.
///
/// With `MEMTOP_RECORD_GOLDENS=1` in the environment the screen is written there instead, and the test
/// fails: a run that records never passes.
func expectGolden(
  _ surface: Surface, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  compare(surface.lines.joined(separator: "\n") + "\n", name, sourceLocation)
}

/// The same with what its cells mean, kept in `Goldens/NAME-roles.txt`: a letter a cell, with their meaning
/// below. A line with selected cells ends with a mark.
func expectGoldenWithRoles(
  _ surface: Surface, _ name: String, if isWanted: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectGolden(surface, name, sourceLocation: sourceLocation)
  guard isWanted else { return }
  var lines: [String] = []
  var used: Set<Role> = []
  for y in 0..<surface.height {
    var line = ""
    var isSelected = false
    for x in 0..<surface.width {
      let cell = surface[x, y]
      if cell.style.isSelected { isSelected = true }
      if cell.style.role == .plain, cell.scalar == " " {
        line.append(" ")
      } else {
        used.insert(cell.style.role)
        line.append(letter(cell.style.role))
      }
    }
    lines.append(line + (isSelected ? " <" : ""))
  }
  let legend = Role.allCases.filter(used.contains).map { "\(letter($0)) \($0)" }
  compare((lines + legend).joined(separator: "\n") + "\n", name + "-roles", sourceLocation)
}

private func letter(_ role: Role) -> Character {
  let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  return letters[Int(role.rawValue)]
}

private func compare(_ screen: String, _ name: String, _ sourceLocation: SourceLocation) {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  let file = folder.appending(path: name + ".txt")
  if ProcessInfo.processInfo.environment["MEMTOP_RECORD_GOLDENS"] == "1" {
    #expect(throws: Never.self, sourceLocation: sourceLocation) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try screen.write(to: file, atomically: true, encoding: .utf8)
    }
    Issue.record("recorded \(name).txt; a run that records fails", sourceLocation: sourceLocation)
    return
  }
  guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record(
      "no \(name).txt; MEMTOP_RECORD_GOLDENS=1 records it:\n\(screen)",
      sourceLocation: sourceLocation)
    return
  }
  guard kept != screen else { return }
  Issue.record(
    "\(name).txt differs:\n\(differences(kept, screen))", sourceLocation: sourceLocation)
}

private func differences(_ kept: String, _ drawn: String) -> String {
  let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
  let new = drawn.split(separator: "\n", omittingEmptySubsequences: false)
  var report: [String] = []
  for line in 0..<max(old.count, new.count) {
    let was = line < old.count ? old[line] : nil
    let now = line < new.count ? new[line] : nil
    guard was != now else { continue }
    report.append("line \(line + 1)")
    if let was { report.append("- " + was) }
    if let now { report.append("+ " + now) }
  }
  return report.joined(separator: "\n")
}
