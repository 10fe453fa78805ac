import MemtopCore

/// The parts of the screen, from top to bottom.
struct AppLayout: Sendable, Equatable {
  let host: Rect
  let tabs: Rect
  let header: Rect
  let rows: Rect
  /// What belongs to the pane and does not scroll.
  let foot: Rect
  /// Beside the list, over its whole height.
  let side: Rect
  let messages: Rect
  let bar: Rect

  /// - Parameters:
  ///   - hostRows: rows the host panes want.
  ///   - messageRows: rows that have something to say above the bar.
  ///   - footRows: rows that the pane wants below its list.
  ///   - sideCells: columns that are the list's neighbour's.
  init(
    width: Int, height: Int, hostRows: Int, messageRows: Int, footRows: Int = 0, sideCells: Int = 0
  ) {
    let screen = Rect(x: 0, y: 0, width: width, height: height)
    let barRows = Self.barRows(height: height)
    var rest: Rect
    (rest, bar) = screen.split(top: height - barRows)
    // Headings and two rows of the table come before anything else.
    let spare = max(0, rest.height - 3)
    let messageRows = Self.messageRows(messageRows, height: height)
    let hostRows = min(hostRows, max(0, spare - messageRows))
    let tabRows = spare - messageRows - hostRows > 3 ? 1 : 0
    (host, rest) = rest.split(top: hostRows)
    (tabs, rest) = rest.split(top: tabRows)
    (rest, messages) = rest.split(top: rest.height - messageRows)
    (rest, side) = rest.split(left: width - sideCells)
    (header, rest) = rest.split(top: rest.height > 1 ? 1 : 0)
    // The list is the pane; what explains it gets what the list can spare.
    (rows, foot) = rest.split(top: rest.height - min(footRows, max(0, rest.height / 3)))
  }

  static func barRows(height: Int) -> Int { height >= 4 ? 1 : 0 }

  /// How many of so many rows have room above the bar: three are left to the table before, but one is
  /// there wherever the screen has two.
  static func messageRows(_ wanted: Int, height: Int) -> Int {
    let room = height - barRows(height: height)
    return min(wanted, max(room > 1 ? 1 : 0, room - 3))
  }
}

extension App {
  var layout: AppLayout {
    AppLayout(
      width: width, height: height,
      hostRows: HostPanes.height(width: width, height: height, figures: host.figures),
      messageRows: messages.count, footRows: currentPane.foot(self).count,
      sideCells: hasSidePanel ? sideWidth : 0)
  }

  /// Where dialogs can be drawn, without their frame: everything but the bottom bar and what stands above
  /// it.
  var dialogRoom: (width: Int, height: Int) {
    let below =
      AppLayout.barRows(height: height) + AppLayout.messageRows(messages.count, height: height)
    return (max(0, width - 2), max(0, height - below - 2))
  }
}
