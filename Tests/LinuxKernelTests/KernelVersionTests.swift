import LinuxKernel
import Testing

struct KernelVersionTests {
  @Test(arguments: [
    ("6.12.107+deb13-amd64", KernelVersion(6, 12)), ("7.3-rc2", KernelVersion(7, 3)),
    ("3.10.0-1160.el7.x86_64", KernelVersion(3, 10)), ("5.10", KernelVersion(5, 10)),
    ("+6.1", nil), ("6.-1", nil), ("6", nil), ("", nil), ("linux", nil), ("6.", nil), (".1", nil),
    ("99999999999999999999.1", nil), ("6.\u{661}", nil),
  ])
  func reads(_ release: String, _ version: KernelVersion?) {
    #expect(KernelVersion(release: release) == version)
  }

  @Test func isOrderedByNumbersNotByText() {
    #expect(KernelVersion(5, 9) < KernelVersion(5, 10))
    #expect(KernelVersion(4, 20) < KernelVersion(5, 0))
    #expect(!(KernelVersion(6, 2) < KernelVersion(6, 2)))
  }
}
