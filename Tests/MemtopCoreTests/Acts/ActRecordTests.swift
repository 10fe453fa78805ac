import LinuxKernel
import MemtopCore
import Testing

struct ActRecordTests {
  private static let process = ProcessID(pid: 41, startTime: 7)
  private static let term = SignalChoice.all[0]

  private static func change(isUndo: Bool, before: Int32? = 0) throws -> ActRecord {
    let edit = AdjEdit(process: process, name: "java", old: 0, new: -500)
    let outcome = AdjOutcome(edit: edit, before: before, result: .done, at: 5)
    return .adj(try #require(AdjChange(outcome, isUndo: isUndo)))
  }

  @Test(
    arguments: [(.sent, true), (.gone, false), (.refused(1), false)]
      as [(SignalOutcome.Result, Bool)])
  func onlyWhatTheKernelTookIsASignal(result: SignalOutcome.Result, isSent: Bool) {
    let sent = SentSignal(
      SignalOutcome(process: Self.process, name: "java", signal: Self.term, result: result, at: 9))
    #expect((sent != nil) == isSent)
    guard let sent else { return }
    let record = ActRecord.signal(sent)
    #expect(record.at == 9 && record.process == Self.process && record.name == "java")
    #expect(record.text(arrow: "→") == "SIGTERM sent")
  }

  @Test func aChangeSaysWhatItWasAndWhetherItWasUndone() throws {
    #expect(try Self.change(isUndo: false).text(arrow: "→") == "adj 0 → -500")
    #expect(try Self.change(isUndo: true).text(arrow: "->") == "undone: adj 0 -> -500")
    #expect(try Self.change(isUndo: false, before: nil).text(arrow: "→") == "adj ? → -500")
  }

  @Test func theOldestAreForgottenAndCounted() throws {
    var history = ActHistory()
    let old = Array(repeating: try Self.change(isUndo: true), count: ActHistory.limit)
    history.take(.adj([]), DeedOutcome([], records: old))
    history.take(.adj([]), DeedOutcome([], records: [try Self.change(isUndo: false)]))
    #expect(history.records.count == ActHistory.limit)
    #expect(history.forgotten == 1)
    #expect(history.records.last == (try Self.change(isUndo: false)))
  }
}
