import LinuxKernel
import Testing

@testable import MemtopCore

struct SourceReasonTests {
  private static let rejection = """
    libbpf: prog 'memtop_tasks': BPF program load failed: Permission denied
    libbpf: prog 'memtop_tasks': -- BEGIN PROG LOAD LOG --
    0: R1=ctx(off=0,imm=0) R10=fp0
    12: (79) r1 = *(u64 *)(r6 +8)
    R6 invalid mem access 'scalar'
    processed 13 insns (limit 1000000) max_states_per_insn 0
    -- END PROG LOAD LOG --
    libbpf: prog 'memtop_tasks': failed to load: -13
    """

  @Test func theVerifiersOwnReasonIsNamed() {
    let failure = TaskIteratorFailure(.errno(13), log: Self.rejection)
    #expect(failure.brief == "BPF program rejected")
    #expect(
      failure.explanation
        == "the kernel's verifier rejected the program: R6 invalid mem access 'scalar'")
  }

  @Test func ofALongLogTheEndIsEnough() {
    let lines = Self.rejection.split(separator: "\n").dropFirst(3).joined(separator: "\n")
    let failure = TaskIteratorFailure(.errno(13), log: lines)
    #expect(failure.explanation.hasSuffix(": R6 invalid mem access 'scalar'"))
  }

  @Test func aLimitThatLibbpfCouldNotRaiseIsNotTheReason() {
    let failure = TaskIteratorFailure(
      .errno(22), log: "libbpf: Failed to bump RLIMIT_MEMLOCK (err = -1)\nlibbpf: no such thing\n")
    #expect(failure.explanation == "bpf: Invalid argument (EINVAL): no such thing")
  }

  @Test func whatLibbpfSaidFirstStandsBehindTheError() {
    let failure = TaskIteratorFailure(
      .errno(1), log: "libbpf: Error in bpf_object__probe_loading(): Operation not permitted(1).\n")
    #expect(failure.brief == "bpf EPERM")
    #expect(
      failure.explanation
        == "bpf: Operation not permitted (EPERM): Error in bpf_object__probe_loading(): "
        + "Operation not permitted(1).")
    #expect(TaskIteratorFailure(.errno(22)).explanation == "bpf: Invalid argument (EINVAL)")
  }

  @Test func textFromTheKernelIsMadeVisible() {
    let failure = TaskIteratorFailure(.errno(22), log: "libbpf: \u{1b}[31mred\n")
    #expect(failure.explanation.hasSuffix("\\x1b[31mred"))
  }

  @Test(
    arguments: [
      (.noTypes, "no BTF"), (.capability(.bpf), "no CAP_BPF"),
      (.capability(.perfmon), "no CAP_PERFMON"), (.lockdown, "lockdown"),
      (.lockedMemory(65536), "RLIMIT_MEMLOCK"), (.otherNamespace, "another PID namespace"),
      (.captured, "captured"),
    ] as [(TaskIteratorFailure.Reason, String)])
  func aKnownCauseHasItsWords(_ reason: TaskIteratorFailure.Reason, _ brief: String) {
    let failure = TaskIteratorFailure(reason)
    #expect(failure.brief == brief)
    #expect(!failure.explanation.isEmpty && !failure.explanation.contains("\n"))
  }
}
