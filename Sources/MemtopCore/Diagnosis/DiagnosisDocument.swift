/// The table of rules as the text of `docs/diagnosis.md`.
enum DiagnosisDocument {
  static var markdown: String {
    var text = """
      # Diagnosis

      `memtop diagnose` judges a host by the rules below. Each reads files of the kernel, compares
      them with thresholds and says what it found, with the numbers it rests on. The verdict is the
      strongest finding; of two of one level the first in this list. A higher level must be found in
      two samples before it is told, a lower one for \(Int(DiagnosisWatch.fall)) seconds.

      A threshold is changed in the [config file](config.md) by its name:
      `thresholds = ["available-strained=12"]`.

      Where no rule finds trouble, the host is `healthy`, `healthy-cache` (little is free because the
      cache is at work) or `swap-harmless` (swap is used and not read back), if what is available is
      told or can be estimated. Else the verdict is `unknown`, with the files that are missing.
      `recovering` is said of a host that was short within the last \(Int(DiagnosisWatch.remembers))
      seconds.

      A forecast is made of what falls straight on: memory with swap, what may still be promised (with
      `vm.overcommit_memory` 2), and what a group has left of its limit. It needs seven seconds, a fall of
      \(Int(Forecast.leastFall * 100)) % and a new low; what swings is not foretold. `killed` names whom the kernel would
      kill then: what grows takes what is left, and what each death gives back.

      This file is written from the table of rules.

      """
    for rule in DiagnosisRule.all {
      text += "\n## \(rule.id)\n\n\(rule.meaning)\n\n"
      text += "Kinds: \(rule.kinds.map { "`\($0.rawValue)`" }.joined(separator: ", ")). "
      text += "Reads: \(rule.reads.map { "`\($0)`" }.joined(separator: ", ")).\n\n"
      text += "It goes away when \(rule.ending { "`\($0.name)`" }).\n"
      guard !rule.thresholds.isEmpty else { continue }
      text += "\n| threshold | standard | meaning |\n|---|---|---|\n"
      for threshold in rule.thresholds {
        let value = threshold.standard
        let number = value == value.rounded() ? String(Int(value)) : String(value)
        let unit = threshold.unit.isEmpty ? "" : " " + threshold.unit
        text += "| `\(threshold.name)` | \(number)\(unit) | \(threshold.meaning) |\n"
      }
    }
    return text
  }
}
