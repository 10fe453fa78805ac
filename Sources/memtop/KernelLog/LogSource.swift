import Glibc
import LinuxKernel
import MemtopCore

/// Where a log is read from.
enum LogSource {
  /// A path; `-` is standard input.
  case file(String)
  /// The log of the running kernel.
  case kernel

  /// Hands on the log piece by piece.
  ///
  /// Throws: what `take` throws, and when there is no log to read.
  func read(_ take: (Span<UInt8>) throws -> Void) throws -> LogReading {
    switch self {
    case .file(let path):
      let file = try LogFile(path)
      return LogReading(failure: try file.read(take), extent: nil)
    case .kernel:
      do {
        var log = try KernelLog()
        let progress = try log.read(take)
        if case .failed(let error) = progress { throw error }
        return LogReading(failure: nil, extent: log.extent)
      } catch let error as KernelError {
        throw Self.refusal(error)
      }
    }
  }

  /// Names the right that is missing, and what works without it.
  static func refusal(_ error: KernelError) -> CommandFailure {
    let failure = CommandFailure("kernel log", error, .noInput)
    guard isDenied(error) else { return failure }
    return CommandFailure(
      failure.message + ": CAP_SYSLOG is missing; --file reads a log that you may read", .noInput)
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
    guard case .bytes = root.read("proc/stat", into: &buffer) else { return nil }
    return buffer.withBytes { BootTime.parse($0) }
  }
}

/// How far a log could be read.
struct LogReading {
  /// Why it could not be read to its end.
  let failure: CommandFailure?
  /// Which part of the running kernel's log that was; nil for a file.
  let extent: KernelLogExtent?
}
