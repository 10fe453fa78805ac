extension KernelRoot {
  /// Whether a process is there and is the one meant: one look after a file of it was opened tells
  /// that the file is not another's who got its pid.
  func holds(_ process: ProcessID) -> Bool {
    var files = ProcessFiles(self)
    files.select(process.pid)
    guard case .bytes = files.read(.stat) else { return false }
    return files.withBytes { ProcessStat($0)?.startTime } == process.startTime
  }
}
