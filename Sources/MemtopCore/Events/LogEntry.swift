/// One entry of a log that is kept in fields: the journal's in any of its forms, dmesg's JSON, a line of
/// Docker's file, an event of Kubernetes.
///
/// Only what a kill is read from is kept.
struct LogEntry {
  /// Unit: microseconds after 1970-01-01 UTC.
  private(set) var realtime: Int64?
  /// When the kernel wrote it. Unit: microseconds of uptime.
  private(set) var uptime: UInt64?
  /// As another text says it.
  private(set) var statedTime: LogTime?
  private(set) var bootID: [UInt8] = []
  private(set) var identifier: [UInt8] = []
  private(set) var transport: [UInt8] = []
  /// The facility and the level of dmesg, or the facility of the journal alone.
  private(set) var isForeign = false
  /// Fields that the sender cannot choose.
  private(set) var uid: UInt32?
  private(set) var unit: [UInt8] = []
  /// As it was logged; it need not be UTF-8.
  private(set) var message: [UInt8] = []

  /// What the keys of the different forms mean.
  private static let keys:
    [(name: StaticString, take: @Sendable (inout LogEntry, [UInt8]) -> Void)] =
      [
        ("MESSAGE", { $0.message = $1 }), ("msg", { $0.message = $1 }),
        ("message", { $0.message = $1 }), ("log", { $0.message = $1 }),
        ("textPayload", { $0.message = $1 }),
        ("SYSLOG_IDENTIFIER", { $0.identifier = $1 }), ("_TRANSPORT", { $0.transport = $1 }),
        ("_BOOT_ID", { $0.bootID = $1 }), ("_SYSTEMD_UNIT", { $0.unit = $1 }),
        ("_UID", { $0.uid = number($1) }),
        ("__REALTIME_TIMESTAMP", { $0.realtime = number($1) }),
        ("_SOURCE_MONOTONIC_TIMESTAMP", { $0.uptime = number($1) }),
        ("SYSLOG_FACILITY", { $0.isForeign = (number($1) ?? 0) as UInt32 != 0 }),
        ("pri", { $0.isForeign = (number($1) ?? 0) as UInt32 > 7 }),
        ("fac", { $0.isForeign = !$1.elementsEqual("kern".utf8) }),
        ("time", { $0.state($1) }), ("timestamp", { $0.state($1) }),
        ("lastTimestamp", { $0.state($1) }),
      ]

  init() {}

  /// Reads one object in one line; nil where that is none.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var cursor = LogCursor(bytes, from: 0, to: bytes.count)
    self.init(line: &cursor)
  }

  init?(line cursor: inout LogCursor) {
    // `-o json-seq` and `-o json-sse` of journalctl.
    _ = cursor.skip(0x1e)
    _ = cursor.skip("data: ")
    cursor.skipBlanks()
    var entry = LogEntry()
    guard JSONText.readObject(&cursor, { entry.take($0, $1) }) else { return nil }
    self = entry
  }

  /// Of the head of an entry in `journalctl -o verbose`.
  init(at time: LogTime, boot: [UInt8]) {
    statedTime = time
    bootID = boot
  }

  /// The journal wrote it, by whichever way.
  var isOfJournal: Bool { !transport.isEmpty }

  /// The kernel's own: not what a program wrote into its log.
  var isKernels: Bool {
    transport.elementsEqual("kernel".utf8) && !isForeign
      && (identifier.isEmpty || identifier.elementsEqual("kernel".utf8))
  }

  var time: LogTime {
    var time = LogTime(uptime: uptime)
    if let realtime, realtime >= 0 {
      time.calendar = realtime / 1_000_000
      time.offset = 0
    }
    return statedTime.map { time.completed(with: $0) } ?? time
  }

  /// What shows that the program of the identifier sent it; nil where the journal's own fields say that
  /// another did.
  var proof: LogProof? {
    if uid == nil, unit.isEmpty { return .tag }
    if uid == 0 || unit.elementsEqual(identifier + Array(".service".utf8)) { return .sender }
    // A user's own manager says how his units end.
    let isManager = identifier.elementsEqual("systemd".utf8) && unit.starts(with: "user@".utf8)
    return isManager ? .tag : nil
  }

  mutating func take(_ key: [UInt8], _ value: [UInt8]) {
    for known in Self.keys where key.count == known.name.utf8CodeUnitCount {
      let name = UnsafeBufferPointer(start: known.name.utf8Start, count: key.count)
      if key.elementsEqual(name) { return known.take(&self, value) }
    }
  }

  private static func number<T: FixedWidthInteger>(_ value: [UInt8]) -> T? {
    T(String(decoding: value, as: UTF8.self))
  }

  /// `2025-11-27T10:00:00.1Z`, or the seconds of uptime of `dmesg -J`.
  private mutating func state(_ value: [UInt8]) {
    value.withUnsafeBufferPointer { bytes in
      var cursor = LogCursor(bytes, from: 0, to: bytes.count)
      if let time = LogDate.iso(&cursor) {
        statedTime = time
      } else {
        cursor.at = 0
        cursor.skipBlanks()
        if let seconds = KernelBracket.seconds(&cursor) { uptime = seconds }
      }
    }
  }
}
