/// Pages as the kernel counts them, and as a size.
public struct PageCount: Sendable {
  /// Unit: bytes.
  public let pageSize: UInt64
  public let unit: Quantity.Unit

  public init(pageSize: UInt64, unit: Quantity.Unit = .auto) {
    self.pageSize = pageSize
    self.unit = unit
  }

  /// Unit of the result: bytes; what no number holds is the nearest that one does.
  public func bytes(_ pages: Int64) -> Int64 {
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: Int64(clamping: pageSize))
    return overflow ? (pages < 0 ? .min : .max) : bytes
  }

  /// The size of so many pages; one that no number holds is the largest.
  public func size(_ pages: Int64) -> String {
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: Int64(clamping: pageSize))
    let magnitude = Quantity.bytes(overflow ? .max : bytes.magnitude, unit: unit)
    return (pages < 0 ? "-" : "") + magnitude
  }

  /// `3 pages (12K)`
  func both(_ pages: Int64) -> String {
    "\(pages) page\(pages.magnitude == 1 ? "" : "s") (\(size(pages)))"
  }
}
