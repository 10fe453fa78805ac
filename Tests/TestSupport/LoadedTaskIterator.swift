import LinuxKernel

/// The kernel's list of tasks, loaded once for all tests; loading takes its time.
public enum LoadedTaskIterator {
  private static let loaded: Result<TaskIterator, any Error> = Result {
    try TaskIterator(KernelRoot())
  }

  /// What tests that need it say where they are left out.
  public static let isAllowed = (try? loaded.get()) != nil

  public static func get() throws -> TaskIterator { try loaded.get() }
}
