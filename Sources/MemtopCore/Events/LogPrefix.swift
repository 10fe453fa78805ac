/// What stands before a message in a line of a log: levels, dates, hosts, tags, uptimes, in the
/// orders that dmesg, consoles, syslog, the journal, containers and /dev/kmsg write them.
///
/// One reading serves the kernel's lines and those of programs. A tag is one only where syslog
/// puts it: what a program writes behind its own tag is never read as a prefix.
struct LogPrefix {
  /// Who wrote the message, as far as the prefix says.
  enum Sender {
    /// Nobody is named: dmesg, a console, bare text.
    case unnamed
    case kernel
    /// A tag, without the pid.
    case program(Range<Int>)

    var isProgram: Bool { if case .program = self { true } else { false } }
  }

  private(set) var time = LogTime()
  /// The host that syslog names; empty where there is none.
  private(set) var host = 0..<0
  private(set) var sender = Sender.unnamed
  private(set) var proof = LogProof.text
  /// The line is a record of /dev/kmsg, where bytes are escaped as `\x0a`.
  private(set) var isRecord = false
  /// A program wrote the message into the kernel's log; the kernel gives such a one a facility.
  private(set) var isForeign = false
  /// No part of a prefix stands there but marks of quoting.
  private(set) var isBare = false

  /// How far into a line the kernel's own prefix may begin.
  private static let reach = 160

  /// More parts than any log has before a message.
  private static let longest = 10

  private struct Form: Sendable {
    let read: @Sendable (inout LogPrefix, inout LogCursor) -> Bool
    /// A host and a tag may follow.
    var isBeforeTag = false
  }

  /// The parts of prefixes, in the order in which they are tried.
  private static let forms: [Form] = [
    Form(read: { $0.rfc5424(&$1) }),
    Form(read: { $0.level(&$1) }),
    Form(read: { $0.facilityAndLevel(&$1) }),
    Form(read: { $0.kernelTag(&$1) }),
    Form(read: { $0.bracket(&$1) }),
    Form(read: { $0.stream(&$1) }),
    Form(read: { $0.date(&$1, LogDate.iso) }, isBeforeTag: true),
    Form(read: { $0.date(&$1, LogDate.unix) }, isBeforeTag: true),
    Form(read: { $0.logcat(&$1) }),
    Form(read: { $0.date(&$1, LogDate.words) }, isBeforeTag: true),
    Form(read: { $0.seconds(&$1) }),
    Form(read: { $0.event(&$1) }),
    Form(read: { $0.otherWords(&$1) }),
  ]

  /// Reads the prefix and leaves the cursor at the message.
  init(_ cursor: inout LogCursor) {
    LogQuote.skip(&cursor)
    if record(&cursor) { return }
    let start = cursor.at
    for _ in 0..<Self.longest {
      let before = cursor.at
      guard let form = Self.forms.first(where: { tried($0, &cursor) }) else { break }
      if form.isBeforeTag, tag(&cursor) { break }
      if sender.isProgram || cursor.at == before { break }
    }
    isBare = cursor.at == start
  }

  /// Takes over what the entry says in which the line stands.
  mutating func complete(_ time: LogTime, isForeign: Bool) {
    self.time = self.time.completed(with: time)
    if isForeign { self.isForeign = true }
  }

  private mutating func tried(_ form: Form, _ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    if form.read(&self, &cursor) { return true }
    cursor.at = start
    return false
  }

  /// `6,406,11823131,-;text`, with the level, a number, microseconds and flags.
  private mutating func record(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    guard let level = cursor.decimal(), cursor.skip(0x2c), cursor.decimal() != nil,
      cursor.skip(0x2c),
      let uptime = cursor.decimal(), cursor.skip(0x2c),
      let mark = cursor.find(";", to: cursor.at + 64)
    else {
      cursor.at = start
      return false
    }
    time.uptime = uptime
    cursor.at = mark + 1
    isRecord = true
    isForeign = level > 7
    proof = isForeign ? .tag : .kernel
    return true
  }

  /// `<6>`.
  private mutating func level(_ cursor: inout LogCursor) -> Bool {
    guard cursor.skip(0x3c), let level = cursor.decimal(), level < 1024, cursor.skip(0x3e) else {
      return false
    }
    // Of syslog's own `<13>` the kernel's facility is 0 too.
    isForeign = level > 7
    return true
  }

  /// `<13>1 2017-12-07T00:05:14Z host app 12 - [data] `.
  private mutating func rfc5424(_ cursor: inout LogCursor) -> Bool {
    if cursor.skip(0x3c) {
      guard let priority = cursor.decimal(), cursor.skip(0x3e) else { return false }
      isForeign = priority > 7
    }
    guard cursor.skip("1 "), let time = LogDate.iso(&cursor), cursor.skip(0x20) else {
      return false
    }
    let host = cursor.word()
    guard cursor.skip(0x20) else { return false }
    let tag = cursor.word()
    for _ in 0..<2 {
      guard cursor.skip(0x20), !cursor.word().isEmpty else { return false }
    }
    guard cursor.skip(0x20), skipData(&cursor) else { return false }
    _ = cursor.skip("\u{feff}")
    self.time = time
    self.host = host
    name(tag, &cursor)
    return true
  }

  /// `-`, or `[id key="value"]` once or more.
  private func skipData(_ cursor: inout LogCursor) -> Bool {
    if !cursor.skip(0x2d) {
      guard cursor.byte == 0x5b else { return false }
      while cursor.byte == 0x5b {
        guard let end = cursor.find("\"]") ?? cursor.find("]") else { return false }
        cursor.at = end + (cursor[end] == 0x22 ? 2 : 1)
      }
    }
    return cursor.skip(0x20)
  }

  /// `kern  :err   : ` of `dmesg -x`, `kern: err: ` of talosctl behind a node or not, or `kern.info `
  /// of busybox.
  private mutating func facilityAndLevel(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    if facility(&cursor) { return true }
    cursor.at = start
    let node = cursor.word()
    guard node.count > 1, cursor[node.upperBound - 1] == 0x3a, cursor.skip(0x20), facility(&cursor)
    else { return false }
    host = node.lowerBound..<node.upperBound - 1
    return true
  }

  /// Leaves the cursor where it is when none stands there.
  private mutating func facility(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    guard let facility = LogFacility.read(&cursor) else {
      cursor.at = start
      return false
    }
    isForeign = facility != 0
    return true
  }

  /// `kernel: ` where a text has lost what stood before it.
  private mutating func kernelTag(_ cursor: inout LogCursor) -> Bool {
    guard !isForeign, cursor.skip("kernel:") else { return false }
    cursor.skipBlanks()
    sender = .kernel
    proof = .tag
    return true
  }

  private mutating func date(
    _ cursor: inout LogCursor, _ read: (inout LogCursor) -> LogTime?
  ) -> Bool {
    guard let time = read(&cursor), cursor.skip(0x20) else { return false }
    self.time = time.completed(with: self.time)
    return true
  }

  /// `10-24 14:24:26.342   710   710 I tag: `.
  private mutating func logcat(_ cursor: inout LogCursor) -> Bool {
    guard date(&cursor, LogDate.logcat) else { return false }
    var isKernel = true
    for _ in 0..<2 {
      cursor.skipBlanks()
      guard let number = cursor.decimal(), cursor.byte == 0x20 else { return false }
      if number != 0 { isKernel = false }
    }
    cursor.skipBlanks()
    let priority = cursor.word()
    guard priority.count == 1, cursor.skip(0x20), let colon = cursor.find(": ") else {
      return false
    }
    var end = colon
    while end > cursor.at, cursor[end - 1] == 0x20 { end -= 1 }
    let tag = cursor.at..<end
    cursor.at = colon + 2
    // Of the kernel's own lines logcat knows neither tag nor process.
    if tag.isEmpty, isKernel { return true }
    name(tag, &cursor)
    return true
  }

  /// What containers' files have behind the date: `stdout F `; and a virtual machine's monitor.
  private mutating func stream(_ cursor: inout LogCursor) -> Bool {
    if cursor.skip("stdout ") || cursor.skip("stderr ") {
      guard cursor.skip("F ") || cursor.skip("P ") else { return false }
      cursor.skipBlanks()
      return true
    }
    guard cursor.skip("In("), let mark = cursor.find(" - Guest: ", to: cursor.at + 64) else {
      return false
    }
    cursor.at = mark + 10
    return true
  }

  /// A host and a tag behind a date, either of which may be missing; false where no tag stands.
  private mutating func tag(_ cursor: inout LogCursor) -> Bool {
    var at = cursor
    at.skipBlanks()
    _ = facility(&at)
    let first = at.word()
    if isTag(first, at) {
      cursor.at = at.at
      name(first, &cursor)
      return true
    }
    guard !first.isEmpty, at.byte == 0x20 else { return false }
    at.skipBlanks()
    // busybox has the facility behind the host.
    _ = facility(&at)
    let second = at.word()
    guard isTag(second, at) else { return false }
    host = first
    cursor.at = at.at
    name(second, &cursor)
    return true
  }

  /// Words of the kernel's that end like a tag.
  private static let kernelWords: [StaticString] = [
    "CPU:", "oom_reaper:", "Mem-Info:", "memory:", "kmem:", "memory+swap:", "swap:",
  ]

  private func isTag(_ word: Range<Int>, _ cursor: LogCursor) -> Bool {
    guard word.count > 1, cursor[word.upperBound - 1] == 0x3a,
      cursor[word.lowerBound] != 0x5b, cursor[word.lowerBound] != 0x3c
    else { return false }
    return !Self.kernelWords.contains {
      $0.utf8CodeUnitCount == word.count && cursor.starts(with: $0, at: word.lowerBound)
    }
  }

  /// Takes a tag over: `kernel:`, `earlyoom[812]:`, `app`; the message follows.
  private mutating func name(_ word: Range<Int>, _ cursor: inout LogCursor) {
    var end = word.upperBound
    if end > word.lowerBound, cursor[end - 1] == 0x3a { end -= 1 }
    if end > word.lowerBound, cursor[end - 1] == 0x5d,
      let open = (word.lowerBound..<end).last(where: { cursor[$0] == 0x5b })
    {
      end = open
    }
    cursor.skipBlanks()
    proof = .tag
    let tag = word.lowerBound..<end
    guard tag.count == 6, cursor.starts(with: "kernel", at: tag.lowerBound) else {
      sender = .program(tag)
      return
    }
    sender = .kernel
    // Where one log is handed on to another, the tag stands there twice.
    while cursor.skip("kernel: ") {}
    for _ in 0..<Self.longest {
      guard
        tried(Form(read: { $0.level(&$1) }), &cursor)
          || tried(Form(read: { $0.bracket(&$1) }), &cursor)
      else { return }
    }
  }

  /// One bracket that is a time or a caller; a task table's rows begin with another.
  private mutating func bracket(_ cursor: inout LogCursor) -> Bool {
    guard let found = KernelBracket.read(&cursor) else { return false }
    time = found.completed(with: time)
    if case .unnamed = sender { monotonicTag(&cursor) }
    return true
  }

  /// `journalctl -o short-monotonic` has host and tag behind the uptime. Dmesg has none, and programs
  /// that write into the kernel's log put their own there.
  private mutating func monotonicTag(_ cursor: inout LogCursor) {
    var at = cursor
    let first = at.word()
    if first.count == 7, at.starts(with: "kernel:", at: first.lowerBound) {
      cursor.at = at.at
      return name(first, &cursor)
    }
    guard at.skip(0x20) else { return }
    let second = at.word()
    guard isTag(second, at), !isTag(first, at) else { return }
    let isKernel = second.count == 7 && at.starts(with: "kernel:", at: second.lowerBound)
    guard isKernel || at[second.upperBound - 2] == 0x5d else { return }
    host = first
    cursor.at = at.at
    name(second, &cursor)
  }

  /// `12.000001 ` or `12.000001: `: seconds without brackets.
  private mutating func seconds(_ cursor: inout LogCursor) -> Bool {
    guard let uptime = KernelBracket.seconds(&cursor) else { return false }
    _ = cursor.skip(0x3a)
    guard cursor.byte == 0x20 else { return false }
    cursor.skipBlanks()
    time.uptime = uptime
    return true
  }

  /// Words that no log has, before the kernel's own bracket or tag. A word that ends like a tag is
  /// another's, and what stands behind it is what that one wrote.
  private mutating func otherWords(_ cursor: inout LogCursor) -> Bool {
    guard case .unnamed = sender, time.uptime == nil else { return false }
    let limit = min(cursor.end, cursor.at + Self.reach)
    let start = cursor.at
    var at = cursor
    while at.at < limit {
      let word = at.word()
      if word.isEmpty {
        at.skipBlanks()
        if at.isAtEnd { return false }
        let opening = at.at
        if at.byte == 0x5b || at.byte == 0x3c {
          let before = self
          var inner = at
          _ = level(&inner)
          if bracket(&inner), time.uptime != nil {
            cursor.at = inner.at
            return true
          }
          self = before
        }
        at.at = opening
        if at.starts(with: "kernel: ", at: at.at), at.at > start {
          cursor.at = at.at
          return kernelTag(&cursor)
        }
        continue
      }
      let last = cursor[word.upperBound - 1]
      guard
        last != 0x3a
          || (word.lowerBound..<word.upperBound - 1).allSatisfy({ at in
            (0x30...0x39).contains(cursor[at])
          })
      else { return false }
      if at.byte == nil { return false }
    }
    return false
  }

  /// What Kubernetes and its mails put before the kernel's words.
  private static let eventMarks: [StaticString] = [
    "(combined from similar events): ", "OOMKilling", "kernel-monitor", "SystemOOM", "Message:",
  ]

  private static let sentences: [StaticString] = [
    "Memory cgroup out of memory", "Out of memory: ", "Killed process ",
    "System OOM encountered, victim ",
  ]

  /// The kernel's sentence behind the words of an event.
  private mutating func event(_ cursor: inout LogCursor) -> Bool {
    guard let mark = cursor.find(anyOf: Self.eventMarks) else { return false }
    var at = cursor
    at.at = mark
    guard let place = at.find(anyOf: Self.sentences), place > cursor.at else { return false }
    cursor.at = place
    return true
  }
}
