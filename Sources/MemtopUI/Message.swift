import LinuxKernel
import MemtopCore

/// Something that happened outside; `App.update` answers with effects.
public enum Message: Sendable {
  case key(Key)
  case mouse(Mouse)
  /// The user pasted text, all at once.
  case paste(String)
  /// The screen was drawn as the app is now.
  case drawn
  /// What was drawn last has stood on the screen long enough to be seen; comes before the keys and clicks
  /// that may answer it.
  case seen
  case resized(width: Int, height: Int)
  /// Time went on without a sample, so that the clock moves on.
  case clock(wall: Int64)
  /// The processes that a prompt is about were taken hold of, or are gone.
  case held([HeldProcess])
  case saved(SaveOutcome)
  /// Whether memtop itself is killed last, with its memory locked.
  case protection(Bool)
  /// What the kernel's log brought.
  case kills(KillNews)
  /// What the journal brought.
  case journal(JournalNews)
  /// Why processes are not taken from the cheapest source; nil where they are.
  case source(reason: String?)
  /// What came of reading the explained process's mappings.
  case mapped(ProcessID, MapAnswer)
  /// The kernel's own memory was read.
  case kernel(KernelMemory)
  /// The groups were read.
  case groups(GroupNews)
  /// What a deed would do, or why it cannot be done.
  case planned(Deed, Result<DeedPreview, DeedProblem>)
  /// What became of a deed.
  case carriedOut(Deed, DeedOutcome)
  /// Something worth a line at the bottom: a fallback, a malformed file, a refusal.
  case notice(String)
  /// A sample came; dialogs compare what they hold with it.
  case sampled
}

/// Something to be done outside, in order.
public enum Effect: Sendable, Equatable {
  case quit
  /// Draw the whole screen anew.
  case redraw
  case suspend
  /// Take a sample now (and go on from there).
  case sampleNow
  /// The interval or the pause changed; the loop reads them from the app.
  case reschedule
  /// Take hold of processes before a prompt about them is answered; ends any earlier hold.
  case hold([ProcessID])
  case release
  /// Append what was done to the file that keeps it.
  case log([ActRecord])
  /// Read the journal for kills by programs, of this boot or from a time on.
  /// Unit: seconds after 1970-01-01 UTC.
  case readJournal(since: Int64?)
  /// Read the kernel's own memory, now and with every sample while its pane is shown.
  case readKernel
  /// Read the groups, now and with every sample while they are shown.
  case readGroups
  /// Find out what a deed would do, and take hold of what it is about.
  case plan(Deed)
  /// Do what was decided: at once for whoever is held, else beside the loop.
  case carryOut(Deed)
  case save(Settings)
}

/// Whether the settings were written.
public enum SaveOutcome: Sendable, Equatable {
  case saved(path: String)
  case failed(String)
}
