/// The JSON names of `/proc/meminfo`'s keys.
enum MemInfoKey {
  /// A kernel name in lowerCamelCase: `HugePages_Total` is `hugePagesTotal`, `Active(anon)` is
  /// `activeAnon`, `Committed_AS` is `committedAs`.
  ///
  /// Words part at `_`, `(` and `)`. A later word all in capitals keeps only its first; the first
  /// word begins small, as a whole where it is all in capitals (`NFS_Unstable` is `nfsUnstable`).
  static func lowerCamelCase(_ name: String) -> String {
    let words = name.split { "_()".contains($0) }
    var result = ""
    for word in words {
      let isCapitals = word.count > 1 && word.allSatisfy { $0.isUppercase || $0.isNumber }
      let rest = isCapitals ? word.dropFirst().lowercased() : String(word.dropFirst())
      let first = word.prefix(1)
      result += (result.isEmpty ? first.lowercased() : first.uppercased()) + rest
    }
    return result
  }
}
