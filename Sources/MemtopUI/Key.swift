/// What a keyboard sends, free of any terminal library's codes.
public enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  case function(Int)
  /// Control with a letter, named in lower case: `.control("l")` is Ctrl-L.
  case control(Unicode.Scalar)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case tab, backTab, enter, escape, backspace, delete, insert
}

/// What a mouse does, in cells.
public struct Mouse: Hashable, Sendable {
  public enum Act: Hashable, Sendable { case press, wheelUp, wheelDown }

  public var act: Act
  public var at: Point

  public init(_ act: Act, at: Point) {
    self.act = act
    self.at = at
  }
}
