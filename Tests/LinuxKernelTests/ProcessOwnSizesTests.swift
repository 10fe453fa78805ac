import LinuxKernel
import Testing

struct ProcessOwnSizesTests {
  @Test func readsEverySize() {
    let sizes = parsing(ProcessStatusTests.text) { ProcessOwnSizes($0) }
    #expect(sizes.vmHWM == 99200 << 10)
    #expect(sizes.vmLck == 0)
    #expect(sizes.hugetlbPages == 2 << 20)
  }

  @Test func isNeverWrongWhenCut() {
    let whole = parsing(ProcessStatusTests.text) { ProcessOwnSizes($0) }
    for text in cuts(of: ProcessStatusTests.text) {
      let sizes = parsing(text) { ProcessOwnSizes($0) }
      #expect(sizes.vmHWM == nil || sizes.vmHWM == whole.vmHWM)
      #expect(sizes.vmLck == nil || sizes.vmLck == whole.vmLck)
      #expect(sizes.hugetlbPages == nil || sizes.hugetlbPages == whole.hugetlbPages)
    }
  }

  @Test(arguments: [
    "VmHWM:\tx kB\n", "VmLck:\t4 MB\n", "HugetlbPages:\t4 kB more\n", "VmLck:\t4 kB",
  ])
  func aBrokenLineIsCountedAndTellsNothing(_ text: String) {
    let sizes = parsing(text) { ProcessOwnSizes($0) }
    #expect(sizes.malformedLines == 1)
    #expect(sizes.vmHWM == nil && sizes.vmLck == nil && sizes.hugetlbPages == nil)
  }

  @Test func aKernelThreadHasNone() {
    let sizes = parsing("Name:\tkswapd0\nUid:\t0\t0\t0\t0\n") { ProcessOwnSizes($0) }
    #expect(sizes.vmHWM == nil && sizes.vmLck == nil && sizes.hugetlbPages == nil)
  }
}
