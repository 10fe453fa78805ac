import CLinux
import Glibc

/// Lists the processes there are.
///
/// Source: the numeric names below `/proc`.
public struct ProcessListing: ~Copyable {
  private let root: KernelRoot
  private let entries: UnsafeMutableRawBufferPointer
  /// Those of the last listing, in ascending order.
  public private(set) var pids: [Int32] = []
  /// As it was right before that.
  private var census: TaskCensus?
  /// The census tells of these processes, and not of a container's alone or another namespace's.
  private let hasCensus: Bool
  private var buffer = ReadBuffer(capacity: 128)
  /// Times in a row that nothing had to be listed.
  private var rests = 0

  /// Whoever is restored from a checkpoint takes the pid it had, and the census may not show it; and rights
  /// to see a process can change. So the list is made anew after so many times anyway.
  private static let mostRests = 10

  public init(_ root: KernelRoot) {
    self.root = root
    hasCensus = root.showsOwnNamespace && root.isKernelsOwn("loadavg")
    entries = .allocate(byteCount: 1 << 15, alignment: 16)
  }

  deinit { entries.deallocate() }

  /// Lists them, where a task began or ended since the last time: with thousands of processes that costs as
  /// much as to read a quarter of them.
  ///
  /// Throws: when `/proc` cannot be listed.
  public mutating func list() throws(KernelError) {
    let now = hasCensus ? root.value(of: "proc/loadavg", &buffer) { TaskCensus($0) } : nil
    if let now, now == census, rests < Self.mostRests {
      rests += 1
      return
    }
    rests = 0
    census = nil
    try listAnew()
    census = now
  }

  private mutating func listAnew() throws(KernelError) {
    pids.removeAll(keepingCapacity: true)
    guard root.proc >= 0 else { return }
    guard lseek(root.proc, 0, SEEK_SET) == 0 else { throw failure(errno) }
    while true {
      let count = clinux_getdents64(root.proc, entries.baseAddress, UInt(entries.count))
      guard count >= 0 else { throw failure(Int32(-count)) }
      if count == 0 { break }
      var at = 0
      while at < count {
        // struct linux_dirent64: inode 8, offset 8, length 2, type 1, then the name.
        let length = Int(entries.load(fromByteOffset: at + 16, as: UInt16.self))
        if let pid = Self.pid(entries, at + 19) { pids.append(pid) }
        at += length
      }
    }
    // The kernel lists pids in order; a captured tree's file system need not.
    if !root.isLive { pids.sort() }
  }

  private func failure(_ code: Int32) -> KernelError {
    KernelError(path: root.isLive ? "/proc" : root.path + "/proc", reason: .errno(code))
  }

  private static func pid(_ entries: UnsafeMutableRawBufferPointer, _ start: Int) -> Int32? {
    var value: Int32 = 0
    var at = start
    // No name of the kernel's begins with a zero; in a captured tree it would be a pid's second.
    guard entries[at] != 0x30 else { return nil }
    while entries[at] != 0 {
      let digit = entries[at] &- 0x30
      guard digit < 10 else { return nil }
      let (high, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = high.addingReportingOverflow(Int32(digit))
      if overflow || carry { return nil }
      value = sum
      at += 1
    }
    return value > 0 ? value : nil
  }
}
