import CLinux
import Glibc
import LinuxKernel
import Synchronization

/// Loads the kernel's list of tasks beside the loop: it takes some tens of milliseconds, and seconds on
/// a host that is out of memory.
final class SourceLoad: Sendable {
  /// libbpf keeps little on the stack. Unit: bytes.
  private static let stackSize = 512 << 10

  /// Becomes readable when it is done.
  let descriptor: Int32
  private let result = Mutex<Result<TaskIterator, TaskIteratorFailure>?>(nil)

  private init() throws(KernelError) {
    descriptor = clinux_event_open()
    guard descriptor >= 0 else { throw KernelError(path: "eventfd", reason: .errno(-descriptor)) }
  }

  deinit { close(descriptor) }

  /// Begins to load; nil when the system has no thread to give.
  ///
  /// Throws: when the kernel gives no more descriptors.
  static func begin(_ root: KernelRoot) throws(KernelError) -> SourceLoad? {
    let load = try SourceLoad()
    return load.start(root) ? load : nil
  }

  private func start(_ root: KernelRoot) -> Bool {
    DetachedThread.start(stackSize: Self.stackSize) {
      clinux_name_thread("memtop-load")
      let loaded: Result<TaskIterator, TaskIteratorFailure>
      do throws(TaskIteratorFailure) {
        loaded = .success(try TaskIterator(root))
      } catch {
        loaded = .failure(error)
      }
      // What loading took is at the end of this thread's heap, which stays when the thread ends.
      clinux_trim_heap()
      self.result.withLock { $0 = loaded }
      clinux_event_add(self.descriptor, 1)
    }
  }

  /// What came of it; nil while it goes on, and after it was taken.
  func take() -> Result<TaskIterator, TaskIteratorFailure>? {
    result.withLock { result in
      defer { result = nil }
      return result
    }
  }
}
