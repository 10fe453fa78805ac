import Glibc
import Testing

@testable import LinuxKernel

struct ReadingTests {
  @Test(
    arguments: [
      (0, .bytes(0)), (17, .bytes(17)), (-Int(ENOENT), .vanished), (-Int(ESRCH), .vanished),
      (-Int(ENOTDIR), .vanished), (-Int(EACCES), .denied), (-Int(EPERM), .denied),
      (-Int(EOPNOTSUPP), .unsupported), (-Int(ENODEV), .unsupported), (-Int(EISDIR), .unsupported),
      (-Int(EINVAL), .unsupported),
    ] as [(Int, ReadOutcome)])
  func tellsWhyThereIsNothing(_ result: Int, _ outcome: ReadOutcome) {
    #expect(ReadOutcome(result: result) == outcome)
  }

  @Test func onlyAValueIsAValue() {
    #expect(Reading.value(7).value == 7)
    #expect(Reading<Int>.absent.value == nil)
    #expect(Reading<Int>.denied.value == nil)
    #expect(Reading<Int>.malformed("x").value == nil)
  }
}
