/// What the kubelet says of pods that it evicts: first what it is short of, then each pod.
///
/// An eviction for a full disk is no kill for memory.
enum KubeletLine {
  static func read(_ cursor: LogCursor) -> ProgramLine? { begin(cursor) ?? evicted(cursor) }

  /// `eviction manager: attempting to reclaim memory`, or
  /// `"Eviction manager: attempting to reclaim" resourceName="memory"`.
  private static func begin(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard let mark = at.find("attempting to reclaim") else { return nil }
    at.at = mark + 21
    return .evictionBegins(
      isForMemory: at.skip(" memory") || at.skip("\" resourceName=\"memory\""))
  }

  /// `eviction manager: pod shop_default(1f2a) is evicted successfully`, or
  /// `"Eviction manager: pod is evicted successfully" pod="default/shop"`.
  private static func evicted(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    if let mark = at.find("pod is evicted successfully\" pod=\"") {
      at.at = mark + 34
      guard let end = at.find("\"") else { return nil }
      return .evicted(kill(at.text(at.at..<end), cursor))
    }
    guard let mark = at.find("eviction manager: pod "),
      let end = at.find(" is evicted successfully"),
      end > mark + 22
    else { return nil }
    return .evicted(kill(at.text(mark + 22..<end), cursor))
  }

  private static func kill(_ pod: String, _ cursor: LogCursor) -> ReportedKill {
    var kill = ReportedKill(signal: "", text: cursor.rest())
    kill.killer = .kubelet
    kill.group = pod
    return kill
  }
}
