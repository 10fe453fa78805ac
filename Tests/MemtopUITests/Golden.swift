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
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  let file = folder.appending(path: name + ".txt")
  let screen = surface.lines.joined(separator: "\n") + "\n"
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
