import Foundation
import TestSupport
import Testing

/// Every act of the real program on real processes is what its screen said just before: no reused pid
/// is touched, and no key of many at random does what nobody was asked about.
@Suite struct ActJudgeTests {
  private static let isPossible = geteuid() == 0
  private static let requirement: Comment = "only root can make a PID namespace"

  /// A way to an act: the keys up to the question, what then is asked, and what comes of it.
  private struct Act: Sendable {
    let keys: [String]
    let question: @Sendable (ActStage.Witness) -> String
    let isDone: @Sendable (ActStage.Witness) -> Bool
  }

  private static let acts = [
    Act(
      keys: ["o", "5", "0", "0"], question: { "oom_score_adj of \($0.pid) \($0.name)" },
      isDone: { $0.adj == 500 }),
    Act(
      keys: ["\u{1b}[20~", "\r"],
      question: { "Send SIGTERM to \($0.pid) \($0.name)?" },
      isDone: { $0.signals == 1 << 14 }),
    Act(
      keys: ["\u{1b}[20~", "9", "\r"], question: { "Send SIGKILL to \($0.pid) \($0.name)?" },
      isDone: { $0.hasEnded }),
    Act(
      keys: ["o", "7", "\r", "z"], question: { "\($0.pid) \($0.name)  now 7 → 0" },
      isDone: { $0.adj == 0 }),
  ]

  /// Sixty pids each: the process that was asked about ends and another has its pid when Enter comes.
  @Test(.enabled(if: isPossible, requirement), arguments: 0..<4)
  func aReusedPidIsNeverTouched(_ stageNumber: Int) throws {
    let stage = try ActStage(count: 1, interval: 0.2)
    var (reuses, done) = (0, 0)
    for turn in 0..<600 where reuses < 60 {
      let act = Self.acts[(reuses + done) % Self.acts.count]
      let witness = try #require(stage.witnesses.last)
      // Keys for a prompt that did not open may have led to another pane.
      for key in ["\u{1b}", "\u{1b}", "1"] { stage.press(key) }
      try stage.wait(for: "a list with it") { $0.shows(witness.name) }
      // Where the one before it is still under the cursor, marked as ended, the next line is its.
      stage.press(stage.shows("has ended") ? "\u{1b}[B" : "\u{1b}[H")
      for key in act.keys {
        stage.read()
        stage.press(key)
      }
      stage.read()
      _ = stage.look()
      // The mark may have come in between.
      guard stage.shows(act.question(witness)) else { continue }
      // Some are left alone: what was asked then happens.
      if turn % 6 == 5 {
        stage.press("\r")
        // A frame that came late has to be seen before it is answered.
        while stage.shows("press it again") {
          stage.read()
          stage.press("\r")
        }
        var changes = stage.look()
        // On a busy machine what was asked for takes its time.
        for _ in 0..<50 where changes.isEmpty {
          stage.read()
          changes = stage.look()
        }
        #expect(changes.count == 1 && changes.allSatisfy { act.isDone($0.after) })
        done += 1
        _ = try stage.reuse(witness)
      } else if let other = try stage.reuse(witness) {
        reuses += 1
        stage.press("\r")
        let changes = stage.look()
        #expect(changes.isEmpty, "\(other): \(changes)\n\(stage.text)")
      }
    }
    #expect(reuses == 60)
    #expect(done >= 5)
  }

  // MARK: Any keys

  /// Signals by their names on the screen; all others of the list are blocked and stay pending too.
  private static let signals: [Int: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 6: "SIGABRT", 10: "SIGUSR1", 12: "SIGUSR2",
    13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 18: "SIGCONT", 20: "SIGTSTP", 28: "SIGWINCH",
  ]

  /// Whether the screen asked about just this: the process by pid and name, and the value or the signal.
  private static func wasAsked(
    _ before: ActStage.Witness, _ after: ActStage.Witness, on screen: [String]
  ) -> Bool {
    func asked(_ signal: String) -> Bool {
      names(before).contains { isAsked("Send \(signal) to ", "\(before.pid) \($0)", on: screen) }
    }
    if after.adj != before.adj {
      // In a question, in the bar while a step waits, or as the row of one of many.
      let holds = screen.contains { line in
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        return words.contains { $0 == String(before.pid) }
          && names(before).contains { name in words.contains { $0 == name } }
          && line.split(separator: "→").dropFirst().contains {
            Int($0.drop { $0 == " " }.prefix { $0.isNumber || $0 == "-" }) == after.adj
          } || line.contains("adj of ") && line.contains(" more   Enter applies")
      }
      if !holds { return false }
    }
    let came = after.signals & ~before.signals
    for number in 1...64 where came >> UInt64(number - 1) & 1 == 1 {
      guard let name = signals[number], asked(name) else { return false }
    }
    if after.hasEnded, !asked("SIGKILL") { return false }
    if after.isStopped, !before.isStopped, !asked("SIGSTOP") { return false }
    return true
  }

  /// A screen that stands still may name a process as it was before it became its program.
  private static func names(_ witness: ActStage.Witness) -> [String] { [witness.name, "env"] }

  /// Whether a signal was about to go to a process, alone or as one of many.
  private static func isAsked(_ question: String, _ named: String, on screen: [String]) -> Bool {
    screen.contains { $0.contains(question) && $0.contains(" to \(named)?") }
      || screen.contains { $0.contains(question) && $0.contains(" processes?") }
        && screen.contains { $0.contains("│ \(named)") || $0.contains("  \(named)") }
  }

  /// Keys and how often each comes among the others. What ends or stops memtop is not among them,
  /// nor what has it draw without end: a shorter interval.
  private static let keys: [(String, Int)] =
    [
      ("\r", 40), ("o", 14), ("r", 8), ("\u{1b}[20~", 12), ("z", 6), (" ", 8), ("\u{1b}", 12),
      ("n", 2), ("s", 2), ("t", 2), ("u", 2), ("x", 3), ("c", 2), ("p", 2), ("}", 4), ("{", 2),
      ("+", 3), ("-", 4), ("\u{15}", 3), ("\u{7f}", 3), ("\t", 2), ("Z", 2), (">", 1), ("<", 1),
      ("[", 2), ("]", 2), ("\u{1b}[A", 14), ("\u{1b}[B", 20), ("\u{1b}[C", 2),
      ("\u{1b}[D", 2), ("\u{1b}[5~", 2), ("\u{1b}[6~", 2), ("\u{1b}[H", 4), ("\u{1b}[F", 4),
      ("\u{1b}[15~", 1), ("\u{1b}[200~o5\r\r\u{1b}[201~", 3), ("k", 3), ("\u{1b}[<0;9;18M", 3),
      ("\u{1b}[<0;9;16M", 3), ("\u{1b}[<65;9;18M", 1), ("o5\r", 3), ("\u{1b}[20~\r\r", 3),
      ("/act\r", 1), ("\u{c}", 1), ("g", 2), ("m", 1),
    ] + (0...9).map { ("\($0)", 4) }

  @Test(.enabled(if: isPossible, requirement), arguments: 1...4)
  func noKeyDoesWhatTheScreenDidNotAsk(_ seed: UInt64) throws {
    var random = FixedRandom(seed: seed)
    let choices = Self.keys.flatMap { Array(repeating: $0.0, count: $0.1) }
    var stage = try ActStage(count: 8, interval: 1)
    var (acts, reuses) = (0, 0)
    var history: [String] = []
    // What a key did may show only after the next one: on a busy machine the outcome is drawn first.
    var earlier: [String] = []
    // Where keys by chance asked for little that was done, more of them judge.
    for number in 0..<10_000 where number < 2500 || acts < 10 || reuses < 10 {
      if stage.hasEnded || !stage.isAwake { stage = try ActStage(count: 8, interval: 1) }
      if number % 200 == 199 {
        // Back to a list of them, whatever was narrowed.
        for key in ["\u{1b}", "\u{1b}", "\u{1b}", "1", "\u{1b}[H"] { stage.press(key) }
      }
      let key = choices.randomElement(using: &random)!
      if key == "\r", Int.random(in: 0..<3, using: &random) > 0 { stage.read() }
      stage.settle()
      let screen = stage.screen.lines
      if Int.random(in: 0..<60, using: &random) == 0,
        let witness = stage.witnesses.randomElement(using: &random)
      {
        if try stage.reuse(witness) != nil { reuses += 1 }
      }
      stage.press(key)
      history = history.suffix(12) + [key]
      let changes = stage.look()
      if Self.isAsked("Send SIG", "1 sh", on: screen), changes.allSatisfy({ $0.after.hasEnded }),
        !changes.isEmpty
      {
        // It was about the first process of the namespace, with which all others end.
        stage = try ActStage(count: 8, interval: 1)
        continue
      }
      for (before, after) in changes {
        acts += 1
        #expect(
          Self.wasAsked(before, after, on: screen) || Self.wasAsked(before, after, on: earlier),
          "\(before) became \(after) by \(history)\n\(screen.joined(separator: "\n"))")
      }
      earlier = screen
      try stage.refresh()
    }
    print("keys by chance: seed \(seed): \(acts) acts, \(reuses) reused pids")
    #expect(acts >= 10 && reuses >= 10, "\(acts) acts, \(reuses) reused pids")
  }
}
