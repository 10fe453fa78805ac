import CLinux
import Glibc

/// Why a process's `oom_score_adj` was not written.
public enum OOMScoreAdjWriteError: Error, Equatable, Sendable {
  /// The process that was meant is no more.
  case gone
  /// The file could not be opened: EACCES or EPERM where the process is another user's.
  case notOpened(errno: Int32)
  /// The kernel did not take the value: EACCES below the floor, EINVAL out of range or without memory.
  case notTaken(errno: Int32)
}

extension ProcessHandle {
  /// Reads the process's `oom_score_adj`.
  ///
  /// Source: `/proc/PID/oom_score_adj`. Throws: ESRCH where the process is gone.
  public func readAdj() throws(KernelError) -> Int32 {
    typealias Outcome = Result<Int32, KernelError>
    let path = "/proc/\(process.pid)/oom_score_adj"
    return try withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer -> Outcome in
      let count = clinux_read_file(
        directory, "oom_score_adj", buffer.baseAddress, UInt(buffer.count), 0)
      guard count >= 0 else {
        return .failure(KernelError(path: path, reason: .errno(Int32(-count))))
      }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      guard let value = OOMScoreAdj.parse(bytes.assumingMemoryBound(to: UInt8.self).span) else {
        return .failure(KernelError(path: path, reason: .malformed("not one number in range")))
      }
      return .success(value)
    }.get()
  }

  /// Writes the process's `oom_score_adj`, after a last look whether it is still the same process.
  ///
  /// The kernel gives the value to every process that shares the memory (Since: 4.8). A writer with
  /// CAP_SYS_RESOURCE moves the floor, `oom_score_adj_min`, to the value too.
  public func writeAdj(_ value: Int32) throws(OOMScoreAdjWriteError) {
    guard isSame() else { throw .gone }
    var opened: Int32 = 0
    var text = "\(value)\n"
    let code = text.withUTF8 {
      -clinux_write_file(directory, "oom_score_adj", $0.baseAddress, UInt($0.count), &opened)
    }
    switch code {
    case 0: return
    case ESRCH, ENOENT: throw .gone
    default: throw opened == 0 ? .notOpened(errno: code) : .notTaken(errno: code)
    }
  }
}
