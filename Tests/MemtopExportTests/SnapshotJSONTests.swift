import Foundation
import LinuxKernel
import MemtopCore
import MemtopExport
import Testing

@Suite struct SnapshotJSONTests {
  private func document(_ tree: String, fields: [Field] = cheapFields) throws -> [String: Any] {
    let (model, rows) = try model(of: tree, fields: fields)
    let collected = Collected()
    try SnapshotJSON.write(model, rows: rows, fields: fields, to: collected.output)
    let parsed = try JSONSerialization.jsonObject(with: Data(collected.text.utf8))
    return try #require(parsed as? [String: Any])
  }

  @Test func aSystemHasTheAgreedShape() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "nginx: worker")
    let json = try document(tree.path)
    #expect(Set(json.keys) == ["host", "memory", "swap", "pressure", "processes"])
    let host = try #require(json["host"] as? [String: Any])
    #expect(host["name"] as? String == "web-07")
    #expect(host["kernel"] as? String == "6.12.8")
    #expect(host["uptime"] as? Double == 100.25)
    #expect(host["time"] as? String == "2023-11-14T22:15:00Z")
    let swap = try #require(json["swap"] as? [String: Any])
    #expect(swap["total"] as? UInt64 == 4_000_000 * 1024)
    #expect(swap["free"] as? UInt64 == 3_000_000 * 1024)
    #expect(swap["cached"] as? UInt64 == 1024 * 1024)
    #expect(swap["inRate"] is NSNull)
    #expect(swap["outRate"] is NSNull)
    let device = try #require((swap["devices"] as? [[String: Any]])?.first)
    #expect(device["name"] as? String == "/dev/sda2")
    #expect(device["type"] as? String == "partition")
    #expect(device["size"] as? UInt64 == 4_000_000 * 1024)
    #expect(device["used"] as? UInt64 == 1_000_000 * 1024)
    #expect(device["priority"] as? Int == -2)
    #expect(json["pressure"] is NSNull)
    let process = try #require((json["processes"] as? [[String: Any]])?.first)
    #expect(Set(process.keys) == Set(cheapFields.map(\.id)))
    #expect(process["pid"] as? Int == 7)
    #expect(process["comm"] as? String == "nginx: worker")
    #expect(process["rss"] as? UInt64 == 40960)
    #expect(process["virt"] as? UInt64 == 409_600)
    #expect(process["shr"] as? UInt64 == 20480)
    #expect(process["swap"] as? UInt64 == 8192)
    #expect(process["pageTables"] as? UInt64 == 44 * 1024)
    #expect(process["oomScore"] as? Int == 666)
    #expect(process["oomScoreAdj"] as? Int == -500)
    #expect(process["user"] as? String == "1000")
    #expect(process["unit"] as? String == "shop.service")
    #expect(process["startTime"] as? String == "2023-11-14T22:14:10Z")
    #expect(process["anon"] is NSNull)
    #expect(process["growth"] is NSNull)
  }

  @Test func aProcessWithoutMemoryHasNullSizes() throws {
    let tree = TestTree()
    tree.addProcess(2, comm: "kthreadd", statm: "0 0 0 0 0 0 0")
    let json = try document(tree.path)
    let process = try #require((json["processes"] as? [[String: Any]])?.first)
    for key in ["rss", "virt", "shr", "memPercent"] { #expect(process[key] is NSNull) }
  }

  @Test func whatIsRefusedIsNullAndNamed() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "a")
    tree.write("denied", "proc/7/status\nproc/swaps\nproc/pressure/memory\n")
    let json = try document(tree.path, fields: [.pid, .swap, .rss])
    #expect(json["denied"] as? [String] == ["swap.devices", "pressure"])
    let process = try #require((json["processes"] as? [[String: Any]])?.first)
    #expect(process["swap"] is NSNull)
    #expect(process["denied"] as? [String] == ["swap"])
  }

  @Test func anEmptySystemIsAllNull() throws {
    let tree = TestTree()
    for name in ["meminfo", "vmstat", "swaps", "uptime", "stat"] { tree.remove("proc/" + name) }
    let json = try document(tree.path)
    #expect(json["memory"] is NSNull)
    let host = try #require(json["host"] as? [String: Any])
    #expect(host["uptime"] is NSNull)
    #expect(host["time"] is NSNull)
    let swap = try #require(json["swap"] as? [String: Any])
    #expect(swap.values.allSatisfy { $0 is NSNull })
    #expect((json["processes"] as? [Any])?.isEmpty == true)
  }

  @Test func theLargestNumbersStayWhole() throws {
    let tree = TestTree()
    tree.write("proc/meminfo", "MemTotal: 18014398509481983 kB\nHugePages_Total: \(UInt64.max)\n")
    let (model, rows) = try model(of: tree.path)
    let collected = Collected()
    try SnapshotJSON.write(model, rows: rows, fields: cheapFields, to: collected.output)
    #expect(collected.text.contains("\"memTotal\": 18446744073709550592,"))
    #expect(collected.text.contains("\"hugePagesTotal\": 18446744073709551615\n"))
  }

  @Test func hostileTextIsEscapedOnceAndParses() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "a) R 1 (b")
    tree.addProcess(8, comm: "\u{1b}]52;c;x\u{7}\"\\\u{202e}")
    tree.write("proc/sys/kernel/hostname", "web\u{1b}[31m\n")
    tree.write("proc/meminfo", "Mem\u{1b}Total: 1 kB\nMemFree: 2 kB\nMemFree: 3 kB\n")
    let json = try document(tree.path, fields: [.pid, .comm])
    let processes = try #require(json["processes"] as? [[String: Any]])
    let names = processes.compactMap { $0["comm"] as? String }.sorted()
    #expect(names == ["\\x1b]52;c;x\\x07\"\\\\u{202e}", "a) R 1 (b"])
    #expect((json["host"] as? [String: Any])?["name"] as? String == "web\\x1b[31m")
    let memory = try #require(json["memory"] as? [String: Any])
    #expect(memory["mem\\x1bTotal"] as? Int == 1024)
    #expect(memory["memFree"] as? Int == 2048)
  }
}
