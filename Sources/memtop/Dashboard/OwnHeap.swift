import CLinux

/// How malloc keeps memtop's own memory.
///
/// Each thread has a heap of its own: with one for all, a thread that waits for memory inside malloc would
/// keep the loop from drawing.
enum OwnHeap {
  /// Gives large blocks back when they are freed. Left alone, malloc keeps blocks of a size in its heap
  /// once it has freed one, and arrays that come and go with every kill order leave holes there.
  static func giveLargeBlocksBack() { clinux_set_mmap_threshold(128 << 10) }
}
