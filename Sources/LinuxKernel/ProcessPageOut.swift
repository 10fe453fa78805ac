import CLinux
import Glibc

/// What came of asking the kernel to take back a process's memory.
public struct ProcessPageOut: Sendable, Equatable {
  /// Mappings that the kernel went through. Unit: bytes of address space.
  public internal(set) var advised: UInt64 = 0
  /// Mappings that it does not take back: locked, of huge pages or a device's; and what was unmapped
  /// meanwhile.
  public internal(set) var skipped = 0
}

extension ProcessHandle {
  /// The kernel takes up to 1024 at once.
  private static let batch = 512

  /// Asks the kernel to take back all that the process has mapped: what is clean is dropped, the rest is written
  /// to its file or to swap. Pages that another process has mapped too stay.
  ///
  /// Source: `process_madvise(2)` with `MADV_PAGEOUT` over `/proc/PID/maps`. Since: 5.10.
  ///
  /// Throws: ESRCH where it is gone, EPERM or EACCES without CAP_SYS_NICE and the right to trace it, ENOSYS
  /// where the kernel has no such call.
  public func pageOut() throws(KernelError) -> ProcessPageOut {
    let path = "/proc/\(process.pid)/maps"
    guard let pidfd else { throw KernelError(path: path, reason: .errno(ENOSYS)) }
    var rest = try mappings()[...]
    guard isSame() else { throw KernelError(path: path, reason: .errno(ESRCH)) }
    var result = ProcessPageOut()
    while !rest.isEmpty {
      let batch = Array(rest.prefix(Self.batch))
      let done = clinux_page_out(pidfd, batch, UInt(batch.count))
      switch Int32(clamping: -done) {
      case EINVAL, ENOMEM, 0:
        // The first of them.
        result.skipped += 1
        rest.removeFirst()
      case EINTR, EAGAIN: continue
      case let code where code > 0: throw KernelError(path: path, reason: .errno(code))
      default:
        result.advised += UInt64(done)
        var left = done
        while let first = rest.first, left >= first.iov_len {
          left -= first.iov_len
          rest.removeFirst()
        }
      }
    }
    return result
  }

  /// Every mapping below the kernel's half of the addresses.
  private func mappings() throws(KernelError) -> [iovec] {
    let path = "/proc/\(process.pid)/maps"
    let file = clinux_open_file(directory, "maps")
    guard file >= 0 else { throw KernelError(path: path, reason: .errno(-file)) }
    defer { close(file) }
    var pieces: [iovec] = []
    var line: [UInt8] = []
    var code: Int32 = 0
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
      while true {
        let count = clinux_read_piece(file, buffer.baseAddress, UInt(buffer.count))
        if count < 0 { code = Int32(-count) }
        guard count > 0 else { return }
        for byte in buffer[..<count] {
          if byte == 0x0a {
            if let piece = Self.piece(line.span) { pieces.append(piece) }
            line.removeAll(keepingCapacity: true)
          } else {
            line.append(byte)
          }
        }
      }
    }
    guard code == 0 else { throw KernelError(path: path, reason: .errno(code)) }
    return pieces
  }

  /// `START-END …`
  private static func piece(_ line: Span<UInt8>) -> iovec? {
    var at = 0
    guard let start = line.hexadecimal(at: &at), at < line.count, line[at] == UInt8(ascii: "-")
    else { return nil }
    at += 1
    guard let end = line.hexadecimal(at: &at), end > start, end <= UInt64(Int64.max) else {
      return nil
    }
    return iovec(
      iov_base: UnsafeMutableRawPointer(bitPattern: UInt(start)), iov_len: Int(end - start))
  }
}
