import LinuxKernel
import MemtopCore
import MemtopUI

/// The logs that tell of kills.
extension Dashboard {
  /// Begins to follow the kernel's log; what it holds is read in the turns of the loop.
  @inline(never)
  mutating func watchKills() {
    guard root.isLive else { return }
    do throws(KernelError) {
      let watch = try KillWatch()
      poller.watch(watch.descriptor, as: .kernelLog)
      kills = consume watch
    } catch {
      refuseKills(error)
    }
  }

  @inline(never)
  mutating func readKills() {
    do throws(KernelError) {
      if let news = try kills?.next() { update(.kills(news)) }
    } catch {
      poller.forget(.kernelLog)
      kills = nil
      refuseKills(error)
    }
  }

  /// Asks for what the journal tells of kills by programs; the answer comes in a later turn.
  mutating func readJournal(since: Int64?) {
    if journal == nil, let feed = try? JournalFeed() {
      poller.watch(feed.descriptor, as: .journal)
      journal = feed
    }
    if journal?.begin(since: since) != true { update(.journal(JournalNews(reading: .unread))) }
  }

  mutating func refuseKills(_ error: KernelError) {
    update(.kills(KillNews(state: .refused(LogSource.refusalNote(error)))))
  }
}
