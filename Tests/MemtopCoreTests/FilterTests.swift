import TestSupport
import Testing

@testable import MemtopCore

struct FilterTests {
  /// What is typed, and the processes of the usual host that it shows.
  private static let cases: [(String, [Int32])] = [
    ("", [1, 40, 41, 42, 43]),
    ("java", [41, 42]),
    ("JAVA", [41, 42]),
    ("41", [41]),
    ("/etc/sshd", [43]),
    ("\"--config /etc/postgres\"", [40]),
    ("rss>1G", [41]),
    ("RSS>=2867200000", [41]),
    ("rss<10M", [43]),
    ("rss>10M rss<400M", [1, 40, 42]),
    ("adj<0", [43]),
    ("adj=-1000", [43]),
    ("adj!=-1000", [1, 40, 41, 42]),
    ("oom>=736", [40, 41]),
    ("oom:761", [40]),
    ("user:105", [40]),
    ("user=0", [1, 43]),
    ("user!=0 oom<720", [42]),
    ("cgroup:system.slice", [1, 40, 41, 42, 43]),
    ("unit=java.service", [41]),
    ("command:child", [42]),
    ("%mem>10%", [41]),
    ("ppid=41", [42]),
    ("name<p", [41, 42]),
    ("name>=ssh", [1, 43]),
    ("swap<=90000K swap>=90000K", [40]),
    ("Δ/min>0", []),
    ("nothing", []),
  ]

  @Test(arguments: cases) func shows(_ filter: String, _ expected: [Int32]) throws {
    var options = ListOptions(sort: .pid)
    options.filter = try Filter(filter)
    #expect(try MadeUpHost.usual.model().pids(options) == expected)
  }

  /// What is typed, and what the refusal names.
  private static let refusals: [(String, [String])] = [
    ("rss>", ["rss>", "512M"]),
    ("rss>1X", ["'1X'", "512M"]),
    ("rss>nan", ["'nan'"]),
    ("rss>infinity", ["'infinity'"]),
    ("bogus>1", ["'bogus'", "rss", "oomScoreAdj"]),
    ("adj<low", ["'low'", "number"]),
    ("adj<1e999", ["'1e999'"]),
    ("\u{1b}[31m>1", ["\\x1b"]),
  ]

  @Test(arguments: refusals) func refuses(_ filter: String, _ named: [String]) {
    let failure = #expect(throws: Filter.Failure.self) { try Filter(filter) }
    for word in named { #expect(failure?.message.contains(word) == true) }
    #expect(failure?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    #expect(failure?.message.contains("\n") == false)
  }

  @Test func deniedMatchesNoComparison() throws {
    var host = MadeUpHost.usual
    host.denied = ["proc/41/statm"]
    var options = ListOptions(sort: .pid)
    options.filter = try Filter("rss>=0")
    #expect(try host.model().pids(options) == [1, 40, 42, 43])
    options.filter = try Filter("rss<1E")
    #expect(try host.model().pids(options) == [1, 40, 42, 43])
  }

  @Test func asksForTheFilesOfItsFields() throws {
    let filter = try Filter("swap>1M cgroup:web java")
    #expect(filter.fields == [.swap, .cgroup, .comm])
    #expect(filter.source == "swap>1M cgroup:web java")
  }
}
