import LinuxKernel

/// How processes grew since an earlier sample, and how much less room there is.
public struct GrowthSince: Sendable {
  /// Unit: bytes.
  private let sizes: [ProcessID: UInt64]
  /// Unit: bytes.
  private let room: UInt64?
  /// Unit: nanoseconds.
  private let time: UInt64

  /// - Parameter room: what was left in the scope. Unit: bytes.
  public init(_ earlier: borrowing Sample, room: UInt64?) {
    self.room = room
    time = earlier.monotonic
    var sizes: [ProcessID: UInt64] = [:]
    for row in earlier.processes.rows.indices {
      let process = earlier.processes.rows[row]
      if let size = Self.size(process) { sizes[process.id] = size }
    }
    self.sizes = sizes
  }

  /// Nil for who did not grow. Unit: bytes.
  func growth(_ process: ProcessSample) -> Double? {
    guard let size = Self.size(process) else { return nil }
    let before = sizes[process.id] ?? 0
    return size > before ? Double(size - before) : nil
  }

  /// Unit: bytes.
  func fall(to now: UInt64) -> Double { room.map { max(0, Double($0) - Double(now)) } ?? 0 }

  /// Unit: seconds; nil where captures do not tell.
  func span(to now: borrowing Sample) -> Double? {
    now.monotonic > time ? Double(now.monotonic - time) / 1e9 : nil
  }

  /// What goes to swap is no less.
  private static func size(_ process: ProcessSample) -> UInt64? {
    process.rss?.addingSaturated(process.swap ?? 0)
  }
}

/// Whom the kernel would kill once a scope has run out, if what grew since an earlier sample goes on.
public struct GrowthOutlook: Sendable {
  public let order: KillProjection
  /// Until the scope has run out; nil where captures do not tell when they were taken. Unit: seconds.
  public let seconds: Double?

  /// Nil where it does not run out within a day at this pace, what is left is not known, or nothing can
  /// be killed.
  ///
  /// - Parameter sample: the later one, of which the candidates are.
  public init?(
    _ candidates: KillCandidates, _ order: KillOrder, _ sample: borrowing Sample,
    since growth: GrowthSince, pageSize: UInt64
  ) {
    guard let room = order.scope.room(candidates.facts, sample) else { return nil }
    var paces = [Double?](repeating: nil, count: candidates.processes.count)
    for row in paces.indices { paces[row] = growth.growth(sample.processes.rows[row]) }
    let projection = KillProjection(
      candidates, order, room: room, fall: growth.fall(to: room), pageSize: pageSize
    ) { paces[Int($0)] }
    guard let projection, projection.speed > 0 else { return nil }
    let span = growth.span(to: sample)
    seconds = span.map { Double(room) / projection.speed * $0 }
    if let seconds, seconds > Forecast.horizon { return nil }
    self.order = projection
  }
}
