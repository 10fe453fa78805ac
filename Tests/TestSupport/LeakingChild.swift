import CTestSystem
import Glibc
import LinuxKernel

/// A child that keeps more and more memory, a piece whenever it is told.
public final class LeakingChild {
  public let pid: Int32
  private var orders: Int32 = -1
  private var done: Int32 = -1

  /// - Parameter piece: what it takes each time. Unit: bytes.
  public init(piece: Int) throws(KernelError) {
    pid = ctest_leaking(Int32(piece), &orders, &done)
    guard pid > 0 else { throw KernelError(path: "child", reason: .errno(-pid)) }
  }

  deinit {
    close(orders)
    close(done)
    _ = ctest_end(pid)
  }

  /// Returns when it holds one piece more.
  ///
  /// Throws: when it is gone.
  public func leak() throws(KernelError) {
    var byte: UInt8 = 0
    guard write(orders, &byte, 1) == 1, read(done, &byte, 1) == 1 else {
      throw KernelError(path: "child", reason: .errno(errno))
    }
  }
}
