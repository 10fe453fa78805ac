/// The signs beyond ASCII that memtop's own texts use, and how they are written where the reader's
/// locale has only ASCII.
public enum OwnSigns {
  public static let ascii: [Unicode.Scalar: String] = [
    "→": "->", "–": "-", "−": "-", "…": "~", "×": "x", "Δ": "d", "▼": "v", "▲": "^", "•": "*",
    "·": "-",
  ]
}
