import MemtopExport
import TestSupport
import Testing

@testable import LinuxKernel
@testable import memtop

/// What the doctor says of a program that the verifier does not take.
@Suite(.enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"))
struct DoctorTests {
  /// What is put into memtop's own program, and what the verifier says to it.
  private struct Fault: CustomTestStringConvertible {
    let testDescription: String
    /// Where: at the first place that has these bytes.
    let place: [UInt8]
    let instruction: [UInt8]
    let verdict: String

    static let all = [
      Fault(
        testDescription: "its first constant becomes r9, which was never written", place: [0xb7],
        instruction: [0xbf, 0x90, 0, 0, 0, 0, 0, 0], verdict: "R9 !read_ok"),
      Fault(
        testDescription: "its end returns 5: the verifier's log is long by then",
        place: [0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0],
        instruction: [0xb7, 0, 0, 0, 5, 0, 0, 0], verdict: "At program exit the register R0 "),
    ]

    func object() throws -> [UInt8] {
      var object = PackageResources.tasks_bpf_o
      let start = try #require(offset(ofSection: "iter/task", in: object))
      let at = try #require(
        stride(from: start, to: object.count, by: 8).first { object[$0...].starts(with: place) })
      object.replaceSubrange(at..<at + 8, with: instruction)
      return object
    }
  }

  /// Where the bytes of a section of a 64-bit ELF file begin.
  private static func offset(ofSection name: String, in object: [UInt8]) -> Int? {
    func number(_ at: Int, _ size: Int) -> Int {
      object[at..<at + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let (table, size, count) = (number(0x28, 8), number(0x3a, 2), number(0x3c, 2))
    let names = number(table + number(0x3e, 2) * size + 0x18, 8)
    for header in (0..<count).map({ table + $0 * size }) {
      let start = names + number(header, 4)
      if object[start...].prefix(while: { $0 != 0 }).elementsEqual(name.utf8) {
        return number(header + 0x18, 8)
      }
    }
    return nil
  }

  @Test(arguments: Fault.all)
  private func aRejectedProgramIsShownWithTheVerifiersReason(_ fault: Fault) throws {
    let object = try fault.object()
    var doctor = Doctor(try KernelRoot()) { try TaskIterator($0, object: object) }
    let line = try #require(doctor.lines().first)
    #expect(line.subject == "bpf" && line.state == .fails)
    let words = "the kernel's verifier rejected the program: " + fault.verdict
    #expect(line.text.hasPrefix(words), "\(line.text)")
  }
}
