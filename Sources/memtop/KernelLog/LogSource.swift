import Glibc
import LinuxKernel
import MemtopCore
import MemtopExport

/// Where a log is read from.
enum LogSource {
  /// A path; `-` is standard input.
  case file(String)
  /// The log of the running kernel: the journal from a time on where it can be read, else
  /// `/dev/kmsg`.
  case kernel(Journal?, since: SinceTime?)

  /// Hands on the log piece by piece.
  ///
  /// Throws: what `take` throws, and when there is no log to read.
  func read(_ take: (Span<UInt8>) throws -> Void) throws -> LogReading {
    switch self {
    case .file(let path):
      let file = try LogFile(path)
      return LogReading(failure: try file.read(take), source: .file)
    case .kernel(let journal, let since):
      // Without the right to read it the journal has no entries of the kernel.
      if let journal, try Self.read(journal, since, take) > 0 {
        return LogReading(failure: nil, source: .journal)
      }
      do {
        var log = try KernelLog()
        let progress = try log.read(take)
        if case .failed(let error) = progress { throw error }
        return LogReading(failure: nil, source: .kmsg, extent: log.extent)
      } catch let error as KernelError {
        throw Self.refusal(error)
      }
    }
  }

  /// How many entries of the kernel the journal has; none where it cannot be read.
  ///
  /// Throws: what `take` throws.
  private static func read(
    _ journal: Journal, _ since: SinceTime?, _ take: (Span<UInt8>) throws -> Void
  ) throws -> Int {
    do {
      return try journal.read(since: since, take).kernelEntries
    } catch is KernelError {
      return 0
    }
  }

  /// Names the right that is missing, and what works without it.
  static func refusal(_ error: KernelError) -> CommandFailure {
    let failure = CommandFailure("kernel log", error, .noInput)
    guard isDenied(error) else { return failure }
    return CommandFailure(
      failure.message
        + ": CAP_SYSLOG is missing; memtop events --file reads a log that you may read", .noInput)
  }

  /// Why the dashboard cannot follow the log.
  static func refusalNote(_ error: KernelError) -> String {
    let reason = CommandFailure("kernel log", error, .noInput).message
    return isDenied(error) ? reason + ": CAP_SYSLOG is missing (kernel.dmesg_restrict)" : reason
  }

  private static func isDenied(_ error: KernelError) -> Bool {
    [.errno(EPERM), .errno(EACCES)].contains(error.reason)
  }

  /// The times of its lines.
  var clock: LogClock {
    guard case .kernel = self else { return LogClock(zone: LocalTime.utc) }
    return LogClock(bootTime: Self.bootTime, zone: LocalTime.utc)
  }

  private static var bootTime: Int64? {
    guard let root = try? KernelRoot() else { return nil }
    var buffer = ReadBuffer()
    return root.value(of: "proc/stat", &buffer, BootTime.parse)
  }
}

/// How far a log could be read.
struct LogReading {
  /// Why it could not be read to its end.
  let failure: CommandFailure?
  let source: KillSource
  /// Which part of `/dev/kmsg` that was.
  var extent: KernelLogExtent?
}
