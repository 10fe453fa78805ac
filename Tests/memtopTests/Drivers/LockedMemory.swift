import CTestSystem
import Foundation
import Testing

/// Locked memory as the kernel tells it.
enum LockedMemory {
  /// Whether the rights of this process let it lock any amount; a program that it starts has the same.
  static var isPermitted: Bool { ctest_effective_capabilities() & 1 << 14 != 0 }

  static func isHeld(by pid: Int32) throws -> Bool {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmLck:") })
    return !line.contains(" 0 kB")
  }
}
