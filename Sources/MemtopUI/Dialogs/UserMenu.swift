import MemtopCore

/// Chooses whose processes are shown: everyone's, or one user's.
struct UserMenu: ListMenu {
  let title = "Processes of"
  private let users: [(uid: UInt32, name: String, count: Int)]
  private let current: UInt32?
  var cursor = ListCursor()

  /// - Parameters:
  ///   - users: the users that have processes, in the order to be shown.
  ///   - current: the one that is shown now; nil for everyone.
  init(users: [(uid: UInt32, name: String, count: Int)], current: UInt32?) {
    self.users = users.map { ($0.uid, VisibleText.make($0.name), $0.count) }
    self.current = current
    cursor.index = users.firstIndex { $0.uid == current }.map { $0 + 1 } ?? 0
  }

  var keys: [(key: String, label: String)] {
    [("Enter", "Show"), ("Up Down", "Move"), ("A-Z", "Jump"), ("Esc", "Cancel")]
  }

  private static let everyone = "everyone"

  var names: [String] { [Self.everyone] + users.map(\.name) }

  var choice: DialogStep { .user(cursor.index == 0 ? nil : users[cursor.index - 1].uid) }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.cursor = cursor.index
    let total = users.reduce(0) { $0 + $1.count }
    let rows = [(Self.everyone, "", total)] + users.map { ($0.name, String($0.uid), $0.count) }
    let nameWidth = min(
      max(8, context.textWidth - 28), rows.reduce(0) { max($0, context.measure($1.0)) })
    page.body = rows.map { name, uid, count in
      DialogLine(context.padded(context.cut(name, to: nameWidth), to: nameWidth + 1))
        .adding(context.padded(uid, to: 10, right: true), .dim)
        .adding(context.padded(String(count), to: 7, right: true))
        .adding(count == 1 ? " process" : " processes", .dim)
    }
    page.numberEntries()
    page.body[cursor.index].isSelected = true
    return page
  }
}
