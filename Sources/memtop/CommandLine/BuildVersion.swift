import CCurses
import CLinux

/// What this binary is: its version, the commit that it was built from, and what is compiled in.
enum BuildVersion {
  /// The version that the source tree says.
  static let release = "0.1.0"

  static var text: String {
    let build = String(cString: clinux_build())
    return """
      memtop \(release)\(build.isEmpty ? "" : " (\(build))")
      features: \(features.joined(separator: ", "))
      """
  }

  private static var features: [String] {
    [
      clinux_is_static() != 0 ? "static executable" : "the host's C library",
      "list of tasks by BPF (CO-RE, from Linux 5.8)",
      "Unicode \(String(cString: ccurses_unicode_version()))",
    ]
  }
}
