/// A signal that can be sent to a process.
public struct SignalChoice: Sendable, Equatable {
  /// As on x86 and Arm.
  public let number: Int32
  public let name: String
  /// What it does to a process that has no handler of its own.
  public let effect: String

  /// In the order of the menu, the one to try first at its head.
  public static let all = [
    SignalChoice(number: 15, name: "SIGTERM", effect: "asks it to end; it can tidy up first"),
    SignalChoice(
      number: 9, name: "SIGKILL", effect: "ends it at once; it cannot refuse or tidy up"),
    SignalChoice(number: 2, name: "SIGINT", effect: "ends it, as ^C does"),
    SignalChoice(number: 1, name: "SIGHUP", effect: "ends it; many servers reload their settings"),
    SignalChoice(number: 3, name: "SIGQUIT", effect: "ends it and dumps core; Java prints threads"),
    SignalChoice(number: 6, name: "SIGABRT", effect: "ends it and dumps core"),
    SignalChoice(
      number: 19, name: "SIGSTOP", effect: "stops it until SIGCONT; memory stays in use"),
    SignalChoice(number: 20, name: "SIGTSTP", effect: "asks it to stop, as ^Z does"),
    SignalChoice(number: 18, name: "SIGCONT", effect: "lets it go on after a stop"),
    SignalChoice(
      number: 10, name: "SIGUSR1", effect: "up to the program; ends one without a handler"),
    SignalChoice(
      number: 12, name: "SIGUSR2", effect: "up to the program; ends one without a handler"),
    SignalChoice(number: 14, name: "SIGALRM", effect: "ends one without a handler"),
    SignalChoice(number: 13, name: "SIGPIPE", effect: "ends one without a handler"),
    SignalChoice(
      number: 28, name: "SIGWINCH", effect: "says that the window changed; else nothing"),
  ]
}
