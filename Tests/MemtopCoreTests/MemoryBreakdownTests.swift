import LinuxKernel
import Testing

@testable import MemtopCore

/// The parts of memory add up to MemTotal to the byte, whatever the kernel says.
@Suite struct MemoryBreakdownTests {
  static func breakdown(_ text: String) -> MemoryBreakdown? {
    MemoryBreakdown(HostText.memInfo(text))
  }

  static func sum(_ parts: MemoryBreakdown) -> UInt64 {
    MemoryBreakdown.Part.allCases.reduce(0) { $0 + parts[$1] }
  }

  static let usual = """
    MemTotal: 1000 kB
    MemFree: 100 kB
    Buffers: 10 kB
    Cached: 300 kB
    SwapCached: 5 kB
    AnonPages: 400 kB
    Shmem: 60 kB
    SReclaimable: 20 kB
    SUnreclaim: 30 kB
    KernelStack: 4 kB
    PageTables: 6 kB
    SecPageTables: 2 kB
    Percpu: 3 kB
    Hugetlb: 50 kB

    """

  @Test func everyPartHasItsKey() throws {
    let parts = try #require(Self.breakdown(Self.usual))
    let expected: [(MemoryBreakdown.Part, UInt64)] = [
      (.anon, 400), (.shmem, 60), (.kernelStack, 4), (.pageTables, 8), (.percpu, 3),
      (.sUnreclaim, 30), (.hugetlb, 50), (.sReclaimable, 20), (.swapCached, 5), (.cache, 240),
      (.buffers, 10), (.free, 100), (.other, 70),
    ]
    #expect(expected.count == MemoryBreakdown.Part.allCases.count)
    for (part, size) in expected { #expect(parts[part] == size * 1024, "\(part)") }
    #expect(Self.sum(parts) == 1000 * 1024)
    #expect(parts.kernel == 45 * 1024)
    #expect(parts.reclaimable == 275 * 1024)
  }

  @Test func anOverlapComesOffTheCache() throws {
    let text = Self.usual.replacing("AnonPages: 400", with: "AnonPages: 480")
    let parts = try #require(Self.breakdown(text))
    #expect(parts[.other] == 0)
    #expect(parts[.anon] == 480 * 1024)
    #expect(parts[.cache] == 230 * 1024)
    #expect(Self.sum(parts) == 1000 * 1024)
  }

  @Test func shmemAboveCachedLeavesNoCache() throws {
    let parts = try #require(Self.breakdown("MemTotal: 100 kB\nCached: 10 kB\nShmem: 30 kB\n"))
    #expect(parts[.cache] == 0)
    #expect(parts[.shmem] == 30 * 1024)
    #expect(parts[.other] == 70 * 1024)
  }

  @Test func whatTheKernelDoesNotTellIsNoZero() throws {
    let parts = try #require(Self.breakdown("MemTotal: 100 kB\nMemFree: 40 kB\n"))
    #expect(parts.isTold(.free) && parts.isTold(.other))
    #expect(!parts.isTold(.percpu) && !parts.isTold(.hugetlb) && !parts.isTold(.cache))
    #expect(parts[.other] == 60 * 1024)
  }

  @Test func olderKernelsTellHugePagesByTheirCount() throws {
    let parts = try #require(
      Self.breakdown("MemTotal: 9000 kB\nHugePages_Total: 3\nHugepagesize: 2048 kB\n"))
    #expect(parts[.hugetlb] == 3 * 2048 * 1024)
  }

  @Test func withoutATotalThereIsNothingToDivide() {
    #expect(Self.breakdown("MemFree: 40 kB\n") == nil)
  }

  static let maximum = "18446744073709551615"

  @Test(arguments: [
    "MemTotal: 1000 kB\nMemFree: 5000 kB\n",
    "MemTotal: 0 kB\nMemFree: 5000 kB\nCached: 3 kB\n",
    "MemTotal: 1000\nMemFree: \(maximum)\nAnonPages: \(maximum)\nCached: \(maximum)\n",
    "MemTotal: \(maximum)\nMemFree: \(maximum)\nBuffers: 1\n",
    "MemTotal: 4\nHugePages_Total: \(maximum)\nHugepagesize: \(maximum)\n",
    "MemTotal: 4\nPageTables: \(maximum)\nSecPageTables: \(maximum)\n",
  ]) func absurdNumbersStillAddUp(_ text: String) throws {
    let parts = try #require(Self.breakdown(text))
    #expect(Self.sum(parts) == parts.total)
  }

  @Test func anyNumbersAddUp() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let lines = MemInfo.Key.allCases.map { key in
        "\(key.name): \(UInt64.random(in: 0...(1 << UInt64.random(in: 0...62)), using: &generator))"
      }
      let text = lines.joined(separator: "\n") + "\n"
      let parts = try #require(Self.breakdown(text))
      #expect(Self.sum(parts) == parts.total, "\(text)")
    }
  }

  @Test func thisHostAddsUp() throws {
    var sampler = Sampler(try KernelRoot())
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: SamplingPlan(all: []))
    let info = try #require(sample.memInfo.value)
    let parts = try #require(MemoryBreakdown(info))
    #expect(Self.sum(parts) == info[.memTotal])
    #expect(parts[.anon] == info[.anonPages])
  }
}

/// Accounts that cannot be true: they are named, and none of their figures is shown.
@Suite struct ContradictionTests {
  private static func said(_ text: String) -> String? {
    MemoryBreakdown.contradiction(MemInfo(Array(text.utf8).span))
  }

  @Test(arguments: [
    ("MemTotal: 1000 kB\nMemFree: 2000 kB\n", "MemFree 2000 kB is more than MemTotal 1000 kB"),
    (
      "MemTotal: 1000 kB\nMemAvailable: 1001 kB\n",
      "MemAvailable 1001 kB is more than MemTotal 1000 kB"
    ),
    (
      "MemTotal: 1000 kB\nSUnreclaim: 2000 kB\n",
      "SUnreclaim 2000 kB is more than MemTotal 1000 kB"
    ),
    (
      "MemTotal: 1000 kB\nCached: 100 kB\nShmem: 500 kB\n",
      "Shmem 500 kB is more than Cached 100 kB"
    ),
    (
      "MemTotal: 1000 kB\nMemFree: 600 kB\nAnonPages: 600 kB\n",
      "the sum of all parts 1200 kB is more than MemTotal 1000 kB"
    ),
    (
      "MemTotal: 1000 kB\nSwapTotal: 10 kB\nSwapFree: 20 kB\n",
      "SwapFree 20 kB is more than SwapTotal 10 kB"
    ),
    // A counter that went below zero.
    (
      "MemTotal: 1000 kB\nCached: 18446744073709551000\n",
      "Cached 18014398509481983 kB is more than MemTotal 1000 kB"
    ),
  ]) func linesThatContradictEachOtherAreNamed(_ text: String, _ what: String) {
    #expect(Self.said(text) == what)
  }

  /// The kernel reads its counters one after the other, and a page in the swap cache is in two.
  @Test func aLittleMoreThanAllIsNone() {
    #expect(Self.said("MemTotal: 1000 kB\nMemFree: 500 kB\nAnonPages: 510 kB\n") == nil)
    #expect(Self.said("MemTotal: 1000 kB\nCached: 100 kB\nShmem: 110 kB\n") == nil)
    #expect(
      Self.said(
        "MemTotal: 1000 kB\nMemFree: 500 kB\nAnonPages: 500 kB\nSwapCached: 90 kB\n"
          + "SwapTotal: 100 kB\nSwapFree: 10 kB\n") == nil)
  }

  @Test(arguments: CapturedTree.real) func noCapturedHostContradictsItself(
    _ tree: CapturedTree
  ) throws {
    guard let text = tree.text("proc/meminfo") else { return }
    #expect(Self.said(text) == nil)
  }
}
