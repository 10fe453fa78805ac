import LinuxKernel
import MemtopCore
import Testing

struct AdjChangeTests {
  private static let edit = AdjEdit(
    process: ProcessID(pid: 41, startTime: 7), name: "java", old: 0, new: -500)

  @Test(
    arguments: [
      (.done, true, -500), (.readBackDiffers(3), true, 3), (.readBackDiffers(nil), true, nil),
      (.gone, false, nil), (.unchanged, false, nil), (.refused(.notTaken(13)), false, nil),
    ] as [(AdjOutcome.Result, Bool, Int32?)])
  func onlyWhatWasWrittenIsAChange(result: AdjOutcome.Result, isChange: Bool, found: Int32?) {
    let change = AdjChange(
      AdjOutcome(edit: Self.edit, before: 0, result: result, at: 9), isUndo: false)
    #expect((change != nil) == isChange)
    #expect(change?.found == found)
    if let change { #expect(change.at == 9 && change.old == 0 && change.new == -500) }
  }

  @Test func theAuthorIsNamed() {
    let author = ChangeAuthor(user: 0, name: "root", sudoUser: "al\u{1b}ice")
    #expect(author.text(nil) == "root, sudo by al\\x1bice")
    #expect(ChangeAuthor(user: 7, name: nil, sudoUser: nil).text("known") == "known")
    #expect(ChangeAuthor(user: 7, name: nil, sudoUser: nil).text(nil) == "uid 7")
  }
}
