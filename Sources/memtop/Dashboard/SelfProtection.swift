import CLinux
import LinuxKernel

/// Keeps memtop alive and quick on a host that runs out of memory: the kernel kills it last, and its
/// own pages stay in memory.
struct SelfProtection {
  private let root: KernelRoot
  private let isWanted: Bool
  /// What memtop was started with, while it has another; there is no other place that tells it.
  private var before: Int32?
  /// Its pages are locked in memory.
  private var holdsLock = false

  /// Not −1000: a process that is never killed also escapes where its whole cgroup is to end.
  private static let adj: Int32 = -999

  init(_ root: KernelRoot, isWanted: Bool) {
    self.root = root
    self.isWanted = isWanted
  }

  /// Takes what the rights allow; true when memtop is killed last and its memory is locked.
  ///
  /// - Parameter locks: false while much is in memory for a moment only, which could not be given back.
  mutating func take(locks: Bool) -> Bool {
    guard isWanted, root.isLive else { return false }
    if locks { holdsLock = MemoryLock.takeIfPermitted(root) }
    return isKilledLast() && holdsLock
  }

  /// Lets go of the pages that only starting up needed: half of the program would stay locked for nothing. Those
  /// of its code that are needed come back from the page cache as they are touched.
  func settle() {
    unlocked {
      clinux_let_go_of_program()
      clinux_let_go_of_stack()
      clinux_trim_heap()
    }
  }

  /// Gives back what many small blocks left in the heap that came and went at once.
  func giveHolesBack() { unlocked { clinux_trim_heap() } }

  /// Locked pages cannot be given back.
  private func unlocked(_ body: () -> Void) {
    if holdsLock { MemoryLock.release() }
    body()
    if holdsLock { _ = MemoryLock.takeIfPermitted(root) }
  }

  /// Lets go of it, so that a stopped memtop is like any other process.
  mutating func giveBack() {
    MemoryLock.release()
    holdsLock = false
    guard let adj = before else { return }
    before = nil
    try? OwnOOMScoreAdj.write(adj, root)
  }

  private mutating func isKilledLast() -> Bool {
    guard let now = OwnOOMScoreAdj.read(root) else { return false }
    if now <= Self.adj { return true }
    guard (try? OwnOOMScoreAdj.write(Self.adj, root)) != nil else { return false }
    before = now
    return true
  }
}
