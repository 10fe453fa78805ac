import CLinux
import Glibc

/// What a captured tree says of the system it came from that no file below `proc` tells.
struct TreeDeclarations {
  var pageSize: UInt64 = 4096
  var clockTicksPerSecond: UInt64 = 100
  var denied: Set<String> = []

  init(directory: Int32) {
    var buffer = ReadBuffer(capacity: 4096)
    for place in ["../sysconf", "sysconf"] {
      for (name, value) in Self.lines(directory, place, &buffer).compactMap(Self.pair) {
        switch name {
        case "PAGESIZE", "PAGE_SIZE": pageSize = value
        case "CLK_TCK": clockTicksPerSecond = value
        default: break
        }
      }
    }
    denied = Set(Self.lines(directory, "denied", &buffer))
  }

  private static func lines(
    _ directory: Int32, _ name: String, _ buffer: inout ReadBuffer
  ) -> [String] {
    var count = 0
    repeat {
      count = clinux_read_file(directory, name, buffer.base, UInt(buffer.capacity), 1)
    } while count == buffer.capacity && buffer.grow()
    guard count > 0 else { return [] }
    buffer.setCount(count)
    return buffer.withBytes { $0.text(0..<count) }.split(separator: "\n").map(String.init)
  }

  private static func pair(_ line: String) -> (String, UInt64)? {
    let words = line.split { $0 == " " || $0 == "\t" }
    guard words.count == 2, let value = UInt64(words[1]), value > 0 else { return nil }
    return (String(words[0]), value)
  }
}
