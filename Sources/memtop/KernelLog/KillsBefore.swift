import LinuxKernel
import MemtopCore

extension DiagnosisFacts {
  /// Adds who was killed a short time ago, as the running system's logs have it, or why that is not known.
  mutating func addKillsBefore() {
    let now = KernelClock.wall() / 1_000_000_000
    let since = SinceTime(seconds: now - Int64(RecentKill.age))
    let log = LogSource.kernel(Journal(), since: since)
    var scan = KillScan(log.clock, since)
    var found: [LoggedKill] = []
    do {
      try scan.readAll(log) { found.append($1) }
    } catch {
      let reason = (error as? CommandFailure)?.message ?? "\(error)"
      missing.append(.init("kills before now", reason))
    }
    take(RecentKill.all(of: found, clock: log.clock, now: now))
  }
}
