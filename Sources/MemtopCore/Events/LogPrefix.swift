/// What stands before a kernel message in a line of a log: levels, dates, hosts, uptimes, in the
/// orders that dmesg, consoles, syslog, the journal and /dev/kmsg write them.
struct LogPrefix {
  private(set) var time = LogTime()
  /// The host that syslog names; empty where there is none.
  private(set) var host = 0..<0
  /// The line is a record of /dev/kmsg, where bytes are escaped as `\x0a`.
  private(set) var isRecord = false
  /// A program wrote the message into the kernel's log; the kernel gives such a one a facility.
  private(set) var isForeign = false

  /// How far into a line the kernel's own prefix may begin.
  private static let reach = 160

  /// Reads the prefix and leaves the cursor at the message.
  init(_ cursor: inout LogCursor) {
    skipQuotes(&cursor)
    if record(&cursor) { return }
    if cursor.skip("kernel: ") {
      kernelPart(&cursor)
    } else if cursor.byte == 0x5b || cursor.byte == 0x3c {
      kernelPart(&cursor)
      // `journalctl -o short-monotonic` has host and tag behind the uptime.
      if let tag = cursor.find("kernel: ", to: cursor.at + Self.reach) {
        hostBefore(tag, &cursor)
        cursor.at = tag + 8
        kernelPart(&cursor)
      }
    } else {
      let start = cursor.at
      if date(&cursor) {
        foreignPart(&cursor)
      } else {
        cursor.at = start
        foreignPart(&cursor)
      }
    }
  }

  /// What mail and web pages put before lines, and the NULs that a crash leaves in files.
  private func skipQuotes(_ cursor: inout LogCursor) {
    while let byte = cursor.byte, [0x20, 0x09, 0x3e, 0x60, 0x00].contains(byte) { cursor.at += 1 }
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
    return true
  }

  private mutating func date(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    for read in [LogDate.iso, LogDate.syslog] {
      cursor.at = start
      if let time = read(&cursor), cursor.byte == 0x20 {
        self.time = time
        cursor.at += 1
        return true
      }
    }
    cursor.at = start
    return false
  }

  /// Everything between a date and the kernel's part: a host and a tag, or what a virtual machine's
  /// monitor writes.
  private mutating func foreignPart(_ cursor: inout LogCursor) {
    let limit = cursor.at + Self.reach
    if let tag = cursor.find("kernel: ", to: limit),
      tag == cursor.at || cursor[tag - 1] == 0x20
    {
      hostBefore(tag, &cursor)
      cursor.at = tag + 8
      return kernelPart(&cursor)
    }
    var index = cursor.at
    while index < min(limit, cursor.end) {
      if cursor[index] == 0x5b || cursor[index] == 0x3c {
        var inner = cursor
        inner.at = index
        kernelPart(&inner)
        if inner.at > index, time.uptime != nil {
          cursor.at = inner.at
          return
        }
      }
      index += 1
    }
  }

  /// The first word before the tag.
  private mutating func hostBefore(_ tag: Int, _ cursor: inout LogCursor) {
    host = cursor.word()
    if host.upperBound > tag { host = 0..<0 }
  }

  /// `<6>[  123.456789][ T123] `, each part of which may be missing, and the date of `dmesg -T`.
  private mutating func kernelPart(_ cursor: inout LogCursor) {
    while let byte = cursor.byte {
      let start = cursor.at
      if byte == 0x3c {
        cursor.at += 1
        guard let level = cursor.decimal(), cursor.skip(0x3e) else {
          cursor.at = start
          return
        }
        isForeign = level > 7
      } else if byte == 0x5b, bracket(&cursor) {
        _ = cursor.skip(0x20)
      } else {
        cursor.at = start
        return
      }
    }
  }

  /// One bracket that is a time or a caller; a task table's rows begin with another.
  private mutating func bracket(_ cursor: inout LogCursor) -> Bool {
    cursor.at += 1
    if let date = LogDate.dmesg(&cursor) {
      guard cursor.skip(0x5d) else { return false }
      time.calendar = date.calendar
      return true
    }
    cursor.skipBlanks()
    if cursor.byte == 0x54 || cursor.byte == 0x43 {
      cursor.at += 1
      return cursor.decimal() != nil && cursor.skip(0x5d)
    }
    // A `+` is the distance from the line before.
    let isRelative = cursor.skip(0x2b)
    guard let seconds = cursor.decimal(), cursor.skip(0x2e) else { return false }
    let start = cursor.at
    guard let fraction = cursor.decimal(), cursor.at - start == 6, cursor.skip(0x5d) else {
      return false
    }
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    if !isRelative, !overflow {
      let (sum, carry) = whole.addingReportingOverflow(fraction)
      if !carry { time.uptime = sum }
    }
    return true
  }
}
