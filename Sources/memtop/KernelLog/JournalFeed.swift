import CLinux
import Glibc
import LinuxKernel
import MemtopCore
import Synchronization

/// Reads the journal beside the loop, each time that it is asked to: journalctl takes seconds where
/// the journal is large.
final class JournalFeed: Sendable {
  /// What is read stands on the heap. Unit: bytes.
  private static let stackSize = 256 << 10

  /// Becomes readable when a reading is done.
  let descriptor: Int32
  private let journal: Journal?
  private let result = Mutex<JournalNews?>(nil)

  /// Throws: when the kernel gives no more descriptors.
  init(_ journal: Journal? = Journal()) throws(KernelError) {
    self.journal = journal
    descriptor = clinux_event_open()
    guard descriptor >= 0 else { throw KernelError(path: "eventfd", reason: .errno(-descriptor)) }
  }

  deinit { close(descriptor) }

  /// Begins a reading; false when the system has no thread to give.
  ///
  /// - Parameter since: Unit: seconds after 1970-01-01 UTC. Nil: this boot.
  func begin(since: Int64?) -> Bool {
    DetachedThread.start(stackSize: Self.stackSize) {
      clinux_name_thread("memtop-journal")
      let news = Self.read(self.journal, since: since.map(SinceTime.init(seconds:)))
      self.result.withLock { $0 = news }
      clinux_event_add(self.descriptor, 1)
    }
  }

  /// What was read; nil while it goes on, and after it was taken.
  func take() -> JournalNews? {
    clinux_event_take(descriptor)
    return result.withLock { result in
      defer { result = nil }
      return result
    }
  }

  /// The kernel's own entries are read too: they say which units it is that ended.
  private static func read(_ journal: Journal?, since: SinceTime?) -> JournalNews {
    guard let journal else { return JournalNews(reading: .missing) }
    let begun = KernelClock.wall()
    var reader = KillLogReader()
    var kills: [ReportedKill] = []
    func keep(_ event: KillLogEvent) {
      guard case .reported(let kill) = event else { return }
      kills.append(kill)
      if kills.count > KillHistory.limit { kills.removeFirst() }
    }
    do {
      let entries = try journal.read(since: since) { piece in reader.read(piece, to: keep) }
      reader.finish(to: keep)
      guard entries.isWhole else {
        return JournalNews(kills: kills, reading: .refused("journalctl was killed"))
      }
      // Since the last reading the kernel may have had nothing to say.
      let isEmpty = entries.kernelEntries == 0 && since == nil && kills.isEmpty
      return JournalNews(kills: kills, reading: isEmpty ? .empty : .read(at: begun))
    } catch let error as KernelError {
      return JournalNews(
        reading: .refused(CommandFailure("journal", error, .inputOutput).message))
    } catch {
      return JournalNews(reading: .refused("journal: \(error)"))
    }
  }
}
