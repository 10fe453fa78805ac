import LinuxKernel
import Testing

struct SwapDeviceTests {
  static let header = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

  @Test func readsPartitionsAndFiles() throws {
    let devices = try #require(
      parsing(
        Self.header
          + "/dev/vdc                                partition\t98300\t\t98300\t\t-1\n"
          + "/my\\040swap\\012file                      file\t\t1048572\t\t0\t\t100\n",
        SwapDevice.parse))
    #expect(devices.count == 2)
    #expect(devices[0].name == "/dev/vdc")
    #expect(devices[0].kind == "partition")
    #expect(devices[0].size == 98300 << 10)
    #expect(devices[0].used == 98300 << 10)
    #expect(devices[0].priority == -1)
    #expect(devices[1].name == "/my\\040swap\\012file")
    #expect(devices[1].kind == "file")
    #expect(devices[1].priority == 100)
  }

  @Test func noSwapIsNoDevice() {
    #expect(parsing(Self.header, SwapDevice.parse) == [])
    #expect(parsing("", SwapDevice.parse) == [])
  }

  @Test func isNeverWrongWhenCut() {
    let line = "/dev/vdc partition\t98300\t\t4\t\t-2\n"
    let whole = parsing(Self.header + line, SwapDevice.parse)
    for text in cuts(of: Self.header + line) {
      let devices = parsing(text, SwapDevice.parse)
      #expect(devices == nil || devices == [] || devices == whole)
    }
  }

  @Test(arguments: [
    "\n", "x\n", "/dev/a\n", "/dev/a partition\n", "/dev/a partition 1\n", "/dev/a partition 1 2\n",
    "/dev/a partition -1 2 3\n", "/dev/a partition 1 \(tooLarge) 3\n",
    "/dev/a partition 18014398509481984 2 3\n", "/dev/a partition 1 2 3 4\n",
    "/dev/a partition 1 2 3",
  ])
  func refuses(_ line: String) {
    #expect(parsing(Self.header + line, SwapDevice.parse) == nil)
  }

  @Test func refusesATextWithoutItsHeader() {
    #expect(parsing("/dev/a partition 1 2 3\n", SwapDevice.parse) == nil)
    #expect(parsing("Filename", SwapDevice.parse) == nil)
  }
}
