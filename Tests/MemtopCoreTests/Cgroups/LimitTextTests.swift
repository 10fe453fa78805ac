import LinuxKernel
import Testing

@testable import MemtopCore

struct LimitTextTests {
  @Test(
    arguments: [
      ("2G", 2 << 30), ("2g", 2 << 30), ("2GB", 2 << 30), ("2GiB", 2 << 30), ("512MiB", 512 << 20),
      ("512m", 512 << 20), ("4096", 4096), ("4096B", 4096), ("0", 0), ("1.5G", 3 << 29),
      ("1.8G", 1_932_735_283), (".5K", 512), ("1.", 1), ("4K", 4096), ("1T", 1 << 40),
      ("1P", 1 << 50), ("7E", 7 << 60), ("9223372036854775807", UInt64(Int64.max)),
    ] as [(String, UInt64)])
  func aSizeIsExact(_ text: String, _ size: UInt64) throws {
    #expect(try LimitText(text) == .bytes(size))
  }

  @Test(
    arguments: [
      ("max", .unlimited), ("MAX", .unlimited), ("80%", .share(800_000)), ("0.5%", .share(5000)),
      ("+10%", .change(1_100_000)), ("-10%", .change(900_000)), ("-100%", .change(0)),
    ] as [(String, LimitText)])
  func aPartIsExact(_ text: String, _ expected: LimitText) throws {
    #expect(try LimitText(text) == expected)
  }

  @Test(arguments: [
    "", "abc", "-1", "-5G", "+1G", "1.8.2G", "G", "1e9", "0x10000", "10 M", "5MX", "5KK", "1..",
    ".", "%", "+", "-", "-101%", "8E", "16E", "17E", "9223372036854775808", "18446744073709551616",
    "99999999999999999999999999", "1\n", "1\u{1b}[2J", "١G", "100001%", "infinity", "1ib", "5bb",
  ])
  func whatIsNoLimitIsSaidInOneVisibleLine(_ text: String) {
    let problem = #expect(throws: LimitText.Problem.self) { try LimitText(text) }
    #expect(problem?.message.unicodeScalars.contains { $0.value < 0x20 } == false)
  }

  @Test func becomesWholePages() throws {
    func limit(_ text: String, now: CgroupLimit = .none, whole: UInt64? = nil) throws -> CgroupLimit
    {
      try LimitText(text).limit(now: now, whole: whole, pageSize: 4096)
    }
    #expect(try limit("1.8G") == .bytes(1_932_734_464))
    #expect(try limit("max") == .none)
    #expect(try limit("0") == .bytes(0))
    #expect(try limit("80%", whole: 1 << 30) == .bytes(858_992_640))
    #expect(try limit("+10%", now: .bytes(409_600)) == .bytes(450_560))
    #expect(try limit("-10%", now: .bytes(409_600)) == .bytes(368_640))
    // The kernel would take it for 0 and kill all that is in the group.
    #expect(throws: LimitText.Problem.self) { try limit("4095") }
    #expect(throws: LimitText.Problem.self) { try limit("1K") }
    #expect(throws: LimitText.Problem.self) { try limit("+10%") }
    #expect(throws: LimitText.Problem.self) { try limit("80%") }
    #expect(throws: LimitText.Problem.self) { try limit("200%", whole: UInt64(Int64.max)) }
  }
}
