import LinuxKernel
import MemtopCore

/// The running kernel's log, read as it grows: first what it holds, a piece at a time, then each new
/// record.
struct KillWatch: ~Copyable {
  /// Records that are read before the loop looks at the terminal again.
  private static let piece = 512

  private var log: KernelLog
  /// Stands where the log ended at the start until all before is read: its first record is the first
  /// new one.
  private var end: KernelLog?
  private var reader = KillLogReader()
  private var state = KillHistory.State.reading

  /// Throws: when the log may not be read.
  init() throws(KernelError) {
    end = try KernelLog(isAtEnd: true)
    log = try KernelLog()
  }

  /// Readable when there is something to read.
  var descriptor: Int32 { log.descriptor }

  /// Reads on; nil where nothing came that anyone would want to know.
  ///
  /// Throws: when the log cannot be read any further.
  mutating func next() throws(KernelError) -> KillNews? {
    var found: [(kill: LoggedKill, number: UInt64?)] = []
    let (gaps, before) = (log.extent.gaps, state)
    let progress = log.read(atMost: Self.piece) { record in
      let known = found.count
      reader.read(record) { event in
        if let kill = event.logged { found.append((kill, nil)) }
      }
      guard found.count > known else { return }
      let number = KernelLogExtent.number(of: record)
      for index in known..<found.count { found[index].number = number }
    }
    var news = KillNews(at: KernelClock.wall(), state: state)
    for (kill, number) in found {
      if isNew(number) { news.seen.append(kill) } else { news.kills.append(kill) }
    }
    switch progress {
    case .end:
      state = .live
      end = nil
    case .more: break
    case .failed(let error): throw error
    }
    guard !found.isEmpty || state != before || gaps != log.extent.gaps else { return nil }
    news.state = state
    news.extent = log.extent
    news.killLines = reader.killLines
    return news
  }

  /// Whether a record was written after the log was opened.
  private mutating func isNew(_ number: UInt64?) -> Bool {
    if state == .live { return true }
    if end?.extent.firstNumber == nil { _ = end?.read(atMost: 1) { _ in } }
    guard let number, let first = end?.extent.firstNumber else { return false }
    return number >= first
  }
}
