import MemtopCore

/// Pages as the kernel counts them, and as a size.
struct PageCount {
  let pageSize: UInt64
  let unit: Quantity.Unit

  func size(_ pages: Int64) -> String {
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: Int64(clamping: pageSize))
    let magnitude = Quantity.bytes(overflow ? .max : bytes.magnitude, unit: unit)
    return (pages < 0 ? "-" : "") + magnitude
  }

  func both(_ pages: Int64) -> String {
    "\(pages) page\(pages.magnitude == 1 ? "" : "s") (\(size(pages)))"
  }
}
