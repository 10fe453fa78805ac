import LinuxKernel
import Testing

struct MemoryPressureTests {
  static let text = """
    some avg10=13.70 avg60=2.48 avg300=0.51 total=1516237
    full avg10=8.81 avg60=1.60 avg300=0.33 total=990611

    """

  @Test func readsBothLines() {
    let pressure = parsing(Self.text) { MemoryPressure($0) }
    #expect(
      pressure?.some == .init(avg10: 13.70, avg60: 2.48, avg300: 0.51, total: 1_516_237))
    #expect(pressure?.full == .init(avg10: 8.81, avg60: 1.6, avg300: 0.33, total: 990_611))
  }

  @Test func livesWithoutTheFullLine() {
    let pressure = parsing("some avg10=0.00 avg60=0.00 avg300=100.00 total=18446744073709551615\n")
    {
      MemoryPressure($0)
    }
    #expect(pressure?.some.total == .max)
    #expect(pressure?.some.avg300 == 100)
    #expect(pressure?.full == nil)
  }

  @Test func isNeverWrongWhenCut() {
    let whole = parsing(Self.text) { MemoryPressure($0) }
    for text in cuts(of: Self.text) {
      guard let pressure = parsing(text, { MemoryPressure($0) }) else { continue }
      #expect(pressure.some == whole?.some)
      #expect(pressure.full == nil)
    }
  }

  @Test(arguments: [
    "", "some\n", "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
    "some avg10=0 avg60=0.00 avg300=0.00 total=0\n",
    "some avg10=-1.00 avg60=0.00 avg300=0.00 total=0\n",
    "some avg10=0.100 avg60=0.00 avg300=0.00 total=0\n",
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=\(tooLarge)\n",
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=1 2\n",
    "some avg60=0.00 avg10=0.00 avg300=0.00 total=1\n",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text) { MemoryPressure($0) } == nil)
  }
}
