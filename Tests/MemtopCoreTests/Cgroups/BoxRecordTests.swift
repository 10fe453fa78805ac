import LinuxKernel
import Testing

@testable import MemtopCore

struct BoxRecordTests {
  private var record: BoxRecord {
    var record = BoxRecord()
    record.origins = [
      .init(path: Array("/shop".utf8), inode: 71),
      .init(path: Array("/with a blank\t\u{1b}\"".utf8) + [0xff], inode: .max),
    ]
    record.members = [
      ProcessID(pid: 4121, startTime: 99): 0, ProcessID(pid: 2, startTime: 1): 1,
      ProcessID(pid: .max, startTime: .max): 1,
    ]
    record.enabled = [.init(path: [0x2f], inode: 1)]
    return record
  }

  @Test func whatIsWrittenIsRead() {
    #expect(BoxRecord(record.text) == record)
    #expect(record.mostCommon == 1)
  }

  /// A text that was cut anywhere names no wrong place.
  @Test func aCutTextIsNone() {
    let text = record.text
    for end in text.indices where text[..<end].last != 0x0a {
      #expect(BoxRecord(Array(text[..<end])) == nil)
    }
  }

  @Test(arguments: [
    "", "\n", "memtop 1\n", "memtop 2\nfrom 1 /a\n", "memtop 1\nfrom x /a\n",
    "memtop 1\nfrom 1 a\n", "memtop 1\nfrom 1 /a\n12 34 1\n", "memtop 1\nfrom 1 /a\n0 34 0\n",
    "memtop 1\nfrom 1 /a\n-3 34 0\n", "memtop 1\nfrom 1 /a\n12 34\n",
    "memtop 1\n12 34 0\nfrom 1 /a\n", "memtop 1\nfrom 1 /a\n12 99999999999999999999 0\n",
  ]) func aTextOfAnotherFormIsNone(_ text: String) {
    #expect(BoxRecord(Array(text.utf8)) == nil)
  }
}
