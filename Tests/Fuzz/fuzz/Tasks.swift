import CBPF
import MemtopCore

@testable import LinuxKernel

/// Records of the kernel's list of tasks: any bytes that the kernel's part could hand over.
enum Tasks {
  static func take(_ bytes: [UInt8]) {
    let size = MemoryLayout<memtop_task>.size
    guard bytes.count >= size + 1 else { return }
    var task = memtop_task()
    withUnsafeMutableBytes(of: &task) { $0.copyBytes(from: bytes[1...size]) }
    withUnsafePointer(to: task) { pointer in
      let record = TaskRecord(pointer, clockTick: 10_000_000)
      let pageSize: UInt64 = bytes[0] & 1 == 0 ? 4096 : 65536
      var row = ProcessSample(pid: record.pid)
      row.take(record.stat)
      _ = row.take(record.statm, pageSize: pageSize)
      _ = record.status(pageSize: pageSize)
      _ = (record.pageTables, record.held(isRough: true), record.held(isRough: false))
      record.withComm { comm in require(comm.count <= 16, "a name of \(comm.count) bytes") }
    }
  }
}
