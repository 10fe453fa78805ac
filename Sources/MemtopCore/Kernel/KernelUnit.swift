/// What a figure of the kernel's memory is measured in; says how it is written.
public enum KernelUnit: String, Sendable, CaseIterable {
  case text = ""
  case bytes
  case count
  case percent = "%"
  /// From 0 to 1, as the kernel writes its indexes.
  case index = "0–1"
  /// How many times as much.
  case ratio
  case bytesPerSecond = "bytes/s"
  case perSecond = "1/s"
  case flag = "yes or no"

  public var alignsRight: Bool { self != .text && self != .flag }
}
