import CLinux

/// How malloc keeps memtop's own memory.
enum OwnHeap {
  /// Gives large blocks back when they are freed. Left alone, malloc keeps blocks of a size in its heap
  /// once it has freed one, and arrays that come and go with every kill order leave holes there.
  static func giveLargeBlocksBack() { clinux_set_mmap_threshold(128 << 10) }

  /// Threads beside the loop allocate little: a heap for each would keep what it had at the most.
  static func useOneHeap() { clinux_use_one_heap() }
}
