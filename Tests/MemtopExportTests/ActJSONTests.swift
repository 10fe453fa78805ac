import Foundation
import LinuxKernel
import MemtopCore
import MemtopExport
import Testing

struct ActJSONTests {
  @Test func aChangeIsOneLine() throws {
    let edit = AdjEdit(
      process: ProcessID(pid: 41, startTime: 1234), name: "ja\"va\\x0a", old: 5, new: -500)
    let outcome = AdjOutcome(
      edit: edit, before: nil, result: .readBackDiffers(7), at: 1_700_000_000_900_000_000)
    let change = try #require(AdjChange(outcome, isUndo: true))
    let line = ActJSON.line(
      .adj(change), by: ChangeAuthor(user: 0, name: "root", sudoUser: "alice\n"))
    #expect(line.filter { $0 == 0x0a }.count == 1 && line.last == 0x0a)
    let parsed = try JSONSerialization.jsonObject(with: Data(line))
    let object = try #require(parsed as? [String: Any])
    #expect(object["time"] as? String == "2023-11-14T22:13:20Z")
    #expect(object["pid"] as? Int == 41)
    #expect(object["startTime"] as? Int == 1234)
    #expect(object["comm"] as? String == "ja\"va\\x0a")
    #expect(object["old"] is NSNull)
    #expect(object["new"] as? Int == -500)
    #expect(object["found"] as? Int == 7)
    #expect(object["undo"] as? Bool == true)
    #expect(object["uid"] as? Int == 0)
    #expect(object["user"] as? String == "root")
    #expect(object["sudoUser"] as? String == "alice\\x0a")
  }

  @Test func aSignalIsOneLine() throws {
    let outcome = SignalOutcome(
      process: ProcessID(pid: 41, startTime: 1234), name: "java", signal: SignalChoice.all[1],
      result: .sent, at: 1_700_000_000_900_000_000)
    let line = ActJSON.line(
      .signal(try #require(SentSignal(outcome))),
      by: ChangeAuthor(user: 7, name: nil, sudoUser: nil))
    #expect(
      String(decoding: line, as: UTF8.self)
        == "{\"time\": \"2023-11-14T22:13:20Z\", \"pid\": 41, \"startTime\": 1234, "
        + "\"comm\": \"java\", \"signal\": \"SIGKILL\", \"uid\": 7, \"user\": null, "
        + "\"sudoUser\": null}\n")
  }
}
