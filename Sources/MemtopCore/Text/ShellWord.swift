/// Text as a shell takes it for one argument, for commands that are shown to be copied.
public enum ShellWord {
  /// - Parameter text: made visible afterwards where it is shown, not before.
  public static func quoted(_ text: String) -> String {
    let plain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x61...0x7a ~= byte) || (0x41...0x5a ~= byte) || (0x2d...0x3a ~= byte)
          || byte == 0x40 || byte == 0x5f
          // Only before a command's name it would set a variable.
          || byte == 0x3d
      }
    if plain { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
