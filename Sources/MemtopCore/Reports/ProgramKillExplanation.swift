/// What is known of a kill that was not the kernel's.
public enum ProgramKillExplanation {
  /// - Parameter date: when it was; nil where the log does not date it.
  public static func document(_ kill: ReportedKill, date: String?) -> Document {
    Document(
      kind: "programKill", title: "Killed by \(VisibleText.make(kill.killerName))",
      subject: [("time", date.map { .text($0) } ?? .absent)],
      [
        DocumentSection(
          "kill", nil, lines(kill, date: date).map { .text(VisibleText.make($0)) })
      ])
  }

  /// A sentence or two a line, still with the log's own characters.
  ///
  /// - Parameters:
  ///   - date: when it was; nil where the log does not date it.
  ///   - user: the name of a user, where one is known.
  public static func lines(
    _ kill: ReportedKill, date: String?, user: (UInt32) -> String? = { _ in nil }
  ) -> [String] {
    var lines = [date ?? "The log does not date it."]
    if let killer = kill.killer {
      lines.append(kill.sentence + ".")
      if let uid = kill.uid { lines.append("Its user: \(user(uid) ?? "uid \(uid)")") }
      lines.append(
        "The kernel did not choose it: there is no report of sizes. It was \(killer.rawValue)'s own "
          + "choice, by its own limits.")
    } else {
      lines.append("SIGKILL ended the main process of \(kill.victim).")
      lines.append(
        "No kill in the log explains it: somebody sent the signal. The log does not say who, nor "
          + "whether it was for memory.")
    }
    if kill.killer != nil, kill.proof.isOpenToAll {
      lines.append(
        kill.proof == .tag
          ? "Nothing but a tag names the sender: any user of the host could have logged it."
          : "Nothing names the sender: any user of the host could have logged it.")
    }
    lines.append("The log's words: " + kill.text)
    return lines
  }
}
