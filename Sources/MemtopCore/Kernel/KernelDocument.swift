/// The tables of the kernel's memory as the text of `docs/kernel.md`.
enum KernelDocument {
  static var markdown: String {
    var text = """
      # Kernel memory

      `memtop kernel` writes what the kernel tells of its own memory, as text or with `--format json`.
      The pane Kernel (key 4) shows the same. Two readings a second apart give the rates; of a series
      given by `--root` the last two trees do. JSON has an object for each group of figures and an array
      for each table below, by the names given here; what is not told is `null`, and `unknown` says why.
      The text leaves it out and says why in its last line.

      This file is written from the tables of figures and columns.

      ## Figures

      | group | figure | on the screen | unit | meaning | source |
      |---|---|---|---|---|---|

      """
    for figure in KernelFigure.all {
      text += "| `\(figure.group.rawValue)` | `\(figure.id)` | \(figure.title) | "
      text += "\(figure.unit.rawValue) | \(figure.help) | \(figure.source) |\n"
    }
    for table in KernelTable.all {
      text += "\n## \(table.title): `\(table.id)`\n\n\(table.meaning)\n\n"
      text += "| key | column | unit | meaning | source |\n|---|---|---|---|---|\n"
      for column in table.columns {
        text += "| `\(column.id)` | \(column.title) | \(column.unit.rawValue) | "
        text += "\(column.help) | \(column.source) |\n"
      }
    }
    return text
  }
}
