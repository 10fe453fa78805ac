import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct FieldTests {
  @Test func everyNameMeansOneField() {
    var owners: [String: String] = [:]
    for field in Field.all {
      // An id, an alias and a title of one field may be the same word.
      for word in Set(([field.id, field.title] + field.aliases).map { $0.lowercased() }) {
        #expect(owners.updateValue(field.id, forKey: word) == nil, "\(word) names two fields")
        #expect(Field.named(word) == field)
      }
    }
    #expect(Field.named("bogus") == nil)
  }

  @Test(arguments: Field.all) func isDescribed(_ field: Field) {
    #expect(field.help.hasSuffix("."))
    #expect(!field.source.isEmpty)
    #expect(!field.title.isEmpty)
    #expect(field.id.allSatisfy { $0.isASCII && $0.isLetter })
    #expect(field.width > 0)
  }

  @Test func prioritiesTellFieldsApart() {
    #expect(Set(Field.all.map(\.priority)).count == Field.all.count)
  }

  @Test(arguments: Field.all) func readsWhatItsFilesHold(_ field: Field) throws {
    let model = try MadeUpHost.usual.model()
    let row = try #require(model.processes.index(of: 41))
    let value = field.value(model, row)
    #expect(value == Self.java[field.id])
  }

  /// The usual host's java, in each field.
  private static let java: [String: FieldValue] = [
    "pid": .number(41), "user": .text("1000"), "oomScore": .number(736),
    "oomScoreAdj": .number(0), "rss": .bytes(2_867_200_000), "shr": .bytes(716_800_000),
    "swap": .bytes(716_800_000), "virt": .bytes(5_734_400_000), "memPercent": .percent(17.5),
    "private": .bytes(2_150_400_000), "peak": .absent, "locked": .absent, "hugetlb": .absent,
    "growth": .absent, "leak": .absent, "anon": .bytes(2_150_400_000), "file": .bytes(716_800_000),
    "shmem": .bytes(2048), "pageTables": .bytes(82944), "majorFaults": .absent,
    "state": .text("S"), "threads": .number(2), "ppid": .number(1),
    "startTime": .time(1_700_000_020_000_000_000), "unit": .text("java.service"),
    "group": .text("java.service"), "oomScoreAdjMin": .absent, "pss": .absent, "uss": .absent,
    "cgroup": .text("/system.slice/java.service"), "comm": .text("java"),
    "cmdline": .text("/usr/bin/java --config /etc/java"), "killRank": .number(1),
  ]

  @Test(arguments: Field.all.filter { !$0.files.isEmpty && $0 != .user })
  func saysDeniedWhereItsFileIsRefused(_ field: Field) throws {
    var host = MadeUpHost.usual
    host.denied = ["statm", "status", "oom_score", "oom_score_adj", "cgroup", "cmdline", "stat"]
      .map { "proc/41/" + $0 }
    let model = try host.model()
    let row = try #require(model.processes.index(of: 41))
    #expect(field.value(model, row) == .denied)
  }

  @Test func kernelThreadsHaveNoSizes() throws {
    let model = try MadeUpHost.usual.model()
    let row = try #require(model.processes.index(of: 2))
    for field in [Field.rss, .shr, .virt, .swap, .anon, .memPercent] {
      #expect(field.value(model, row) == .absent)
    }
    #expect(Field.cmdline.value(model, row) == .text("[kthreadd]"))
  }

  @Test func textFromOutsideIsMadeVisible() throws {
    var host = MadeUpHost.usual
    host.processes[3].name = "a) R 1 (b\u{1b}[2J\u{202e}"
    let model = try host.model()
    let row = try #require(model.processes.index(of: 41))
    #expect(Field.comm.value(model, row) == .text("a) R 1 (b\\x1b[2J\\u{202e}"))
    #expect(Field.ppid.value(model, row) == .number(1))
  }

  @Test func faultsAreARateFromTheSecondSampleOn() throws {
    var host = MadeUpHost.usual
    var model = try host.model()
    host.processes[3].faults = 50
    try host.advance(&model, seconds: 1010)
    let row = try #require(model.processes.index(of: 41))
    #expect(Field.majorFaults.value(model, row) == .rate(5))
  }
}
