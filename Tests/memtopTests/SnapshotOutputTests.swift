import Testing

/// What becomes of a snapshot whose output cannot be written.
@Suite struct SnapshotOutputTests {
  private func shell(_ command: String) throws -> Captured {
    let script = command.replacing("memtop", with: MemtopBinary.path)
    return try Captured.run(
      ["/bin/bash", "-c", script], environment: Environment.list(changing: [:]))
  }

  @Test(arguments: ["table", "json", "csv"])
  func aClosedPipeEndsItQuietly(format: String) throws {
    // The reader is gone before the first byte is written.
    let result = try shell(
      "(sleep 0.3; exec memtop snapshot --format \(format)) | exec 0<&-; exit ${PIPESTATUS[0]}")
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    #expect(result.output.isEmpty)
  }

  @Test func aReaderThatWantsOneByteGetsIt() throws {
    let result = try shell("memtop snapshot --format json | head -c1; exit ${PIPESTATUS[0]}")
    #expect(result.ending == .exit(0))
    #expect(result.output == "{")
    #expect(result.error.isEmpty)
  }

  @Test func aFullDiskIsNamed() throws {
    let result = try shell("memtop snapshot > /dev/full")
    #expect(result.ending == .exit(74))
    #expect(result.error.contains("ENOSPC"))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test func aClosedOutputIsNamed() throws {
    let result = try shell("memtop snapshot >&-")
    #expect(result.ending == .exit(74))
    #expect(result.error.contains("standard output"))
  }
}
