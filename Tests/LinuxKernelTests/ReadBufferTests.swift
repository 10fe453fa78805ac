import LinuxKernel
import TestSupport
import Testing

struct ReadBufferTests {
  @Test(arguments: [0, 1, 4095, 4096, 4097, 16384, 100_000])
  func growsToHoldTheWholeFile(_ size: Int) throws {
    let tree = TemporaryTree()
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    tree.write("file", bytes)
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer(capacity: 4096)
    #expect(root.read("file", into: &buffer) == .bytes(size))
    let isSame = buffer.withBytes { read in
      read.count == size && bytes.indices.allSatisfy { read[$0] == bytes[$0] }
    }
    #expect(isSame)
  }

  @Test func takesNoMoreThanItsLimit() throws {
    let tree = TemporaryTree()
    tree.write("file", [UInt8](repeating: 0x61, count: ReadBuffer.limit + 1))
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    #expect(root.read("file", into: &buffer) == .bytes(ReadBuffer.limit))
  }
}
