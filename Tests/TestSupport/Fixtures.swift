import Foundation

/// The captured hosts and logs beside the tests. Trees of very many files are kept as one text file
/// each (`fixtures.py`); their folders are made when a test first asks for any.
public enum Fixtures {
  /// Where all of them lie, with every folder there.
  public static let folder: String = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures").path()
    let unpacking = Process()
    unpacking.executableURL = URL(filePath: "/usr/bin/env")
    unpacking.arguments = ["python3", "-B", folder + "/fixtures.py", "unpack"]
    do { try unpacking.run() } catch { preconditionFailure("fixtures.py: \(error)") }
    unpacking.waitUntilExit()
    precondition(unpacking.terminationStatus == 0, "fixtures.py could not make the folders")
    return folder
  }()

  /// The path of one, named from that folder.
  public static func path(_ name: String) -> String { folder + "/" + name }
}
