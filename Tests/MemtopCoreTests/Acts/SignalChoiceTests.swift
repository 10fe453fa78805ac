import Glibc
import LinuxKernel
import MemtopCore
import Testing

struct SignalChoiceTests {
  static let system: [String: Int32] = [
    "SIGTERM": SIGTERM, "SIGKILL": SIGKILL, "SIGINT": SIGINT, "SIGHUP": SIGHUP,
    "SIGQUIT": SIGQUIT, "SIGABRT": SIGABRT, "SIGSTOP": SIGSTOP, "SIGTSTP": SIGTSTP,
    "SIGCONT": SIGCONT, "SIGUSR1": SIGUSR1, "SIGUSR2": SIGUSR2, "SIGALRM": SIGALRM,
    "SIGPIPE": SIGPIPE, "SIGWINCH": SIGWINCH,
  ]

  @Test(arguments: SignalChoice.all.map(\.name))
  func hasTheSystemsNumber(_ name: String) {
    #expect(SignalChoice.all.first { $0.name == name }?.number == Self.system[name])
  }

  @Test func offersTheGentleOneFirst() {
    #expect(SignalChoice.all.first?.name == "SIGTERM")
    #expect(Set(SignalChoice.all.map(\.number)).count == SignalChoice.all.count)
    #expect(SignalChoice.all.allSatisfy { !$0.effect.isEmpty && $0.effect.count <= 48 })
  }

  @Test(
    arguments: [
      (.sent, "77 java: SIGTERM sent"),
      (.refused(1), "77 java: SIGTERM refused: Operation not permitted (EPERM)"),
      (.gone, "77 java: gone, nothing was sent"),
    ] as [(SignalOutcome.Result, String)])
  func saysWhatHappened(_ result: SignalOutcome.Result, _ line: String) {
    let outcome = SignalOutcome(
      process: ProcessID(pid: 77, startTime: 1), name: "java", signal: SignalChoice.all[0],
      result: result)
    #expect(outcome.line == line)
  }
}
