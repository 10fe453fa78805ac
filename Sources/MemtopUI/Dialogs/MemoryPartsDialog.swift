import MemtopCore

/// Every part of memory with its size, its share and what it is; the sizes go on with the samples.
struct MemoryPartsDialog: ReadingDialog {
  /// Nil where the kernel does not tell, or contradicts itself.
  var parts: MemoryBreakdown?
  var top = 0

  let title = "Memory, part by part"

  var opener: Unicode.Scalar? { "m" }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.top = top
    guard let parts else {
      page.body = [DialogLine("How memory is used is not told here.", .dim)]
      return page
    }
    let unit = context.settings.unit
    page.head = [
      DialogLine("All of it: \(Quantity.bytes(parts.total, unit: unit)), to the byte.", .accent)
    ]
    page.body = FactLines.make(
      MemoryBreakdown.Part.allCases.map { part in
        let isTold = parts.isTold(part)
        let share = Double(parts[part]) * 100 / Double(max(1, parts.total))
        return FactLines.Fact(
          name: MemoryPartText.name(part),
          value: isTold
            ? Padded.right(Quantity.bytes(parts[part], unit: unit), 6)
              + Padded.right(Quantity.percent(share), 7) : nil,
          meaning: (isTold ? "" : "Not told here. ") + MemoryPartText.meaning(part))
      }, context)
    return page
  }
}
