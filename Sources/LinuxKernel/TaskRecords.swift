import CBPF
import Glibc

/// Reads the records of one run of a `TaskIterator` after another through one buffer.
public struct TaskRecords: ~Copyable {
  private let iterator: TaskIterator
  private let buffer: UnsafeMutableRawBufferPointer
  /// Of the run that goes on; negative between runs.
  private var run: Int32 = -1
  private var filled = 0
  private var at = 0

  private static let recordSize = MemoryLayout<memtop_task>.stride

  public init(_ iterator: TaskIterator) {
    self.iterator = iterator
    // The kernel hands over at most 32 KiB at once.
    buffer = .allocate(byteCount: 1 << 15, alignment: 16)
  }

  deinit {
    if run >= 0 { close(run) }
    buffer.deallocate()
  }

  /// Begins a run over all processes of this PID namespace, in ascending pid order.
  ///
  /// Throws: when the kernel refuses.
  public mutating func begin() throws(KernelError) {
    end()
    run = try iterator.run()
    filled = 0
    at = 0
  }

  /// The next process, valid until the next call; nil at the end.
  ///
  /// Throws: when the kernel stops half-way.
  public mutating func next() throws(KernelError) -> TaskRecord? {
    while at + Self.recordSize > filled {
      guard run >= 0 else { return nil }
      memmove(buffer.baseAddress!, buffer.baseAddress! + at, filled - at)
      filled -= at
      at = 0
      let count = read(run, buffer.baseAddress! + filled, buffer.count - filled)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else {
        let code = errno
        end()
        if count == 0 { return nil }
        throw KernelError(path: "bpf", reason: .errno(code))
      }
      filled += count
    }
    defer { at += Self.recordSize }
    return TaskRecord(
      (buffer.baseAddress! + at).assumingMemoryBound(to: memtop_task.self),
      clockTick: iterator.clockTick)
  }

  private mutating func end() {
    if run >= 0 { close(run) }
    run = -1
  }
}
