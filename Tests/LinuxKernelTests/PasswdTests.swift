import LinuxKernel
import Testing

struct PasswdTests {
  static let text = """
    root:x:0:0:root:/root:/bin/bash
    # a comment
    +::::::
    www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
    app:x:1000:1000:,,,:/home/app:/bin/sh
    second:x:1000:1000::/:/bin/sh
    last:x:65534:65534::/:/x
    """

  @Test(arguments: [(0, "root"), (33, "www-data"), (1000, "app"), (65534, "last")])
  func namesUsers(_ user: UInt32, _ name: String) {
    #expect(parsing(Self.text) { Passwd.names(of: [user], in: $0)[user] } == name)
  }

  @Test(arguments: [1, 6553, 100, 4_294_967_295])
  func knowsNoOthers(_ user: UInt32) {
    #expect(parsing(Self.text) { Passwd.names(of: [user], in: $0)[user] } == nil)
  }

  @Test(arguments: [
    "", ":", "::::", ":x:5:", "a:x:5", "a:x:", "a:x:05x:", "a:x: 5:", "a:x:-5:", "a:x:4294967301:",
    "a:x:\(tooLarge):", "a\n:x:5:", "a:x\n:5:",
  ])
  func brokenLinesNameNobody(_ text: String) {
    #expect(parsing(text) { Passwd.names(of: [5], in: $0)[5] } == nil)
  }

  @Test func namesManyAtOnceByTheFirstLineOfEach() {
    let names = parsing(Self.text) { Passwd.names(of: [0, 1000, 5], in: $0) }
    #expect(names == [0: "root", 1000: "app"])
  }

  @Test(
    arguments: [(0, "/root"), (33, "/var/www"), (1000, "/home/app"), (65534, "/"), (5, nil)]
      as [(UInt32, String?)])
  func knowsHomes(_ user: UInt32, _ home: String?) {
    #expect(parsing(Self.text) { Passwd.home(of: user, in: $0) } == home)
  }

  @Test(arguments: ["a:x:5:", "a:x:5:5", "a:x:5:5:gecos", "a:x:5\n::/home"])
  func aBrokenLineHasNoHome(_ text: String) {
    #expect(parsing(text) { Passwd.home(of: 5, in: $0) } == nil)
  }

  @Test func aCutNeverNamesAnother() {
    for text in cuts(of: "app:x:1000:1000::/:/bin/sh\n") {
      #expect(parsing(text) { Passwd.names(of: [100], in: $0)[100] } == nil)
      #expect(parsing(text) { Passwd.names(of: [10], in: $0)[10] } == nil)
    }
  }

  @Test(
    arguments: [
      ("root", 0), ("www-data", 33), ("second", 1000), ("last", 65534), ("nobody", nil), ("", nil),
      ("+", nil), ("# a comment", nil), ("roo", nil), ("root:x", nil),
    ] as [(String, UInt32?)])
  func numbersUsers(_ name: String, _ user: UInt32?) {
    #expect(parsing(Self.text) { Passwd.user(named: name, in: $0) } == user)
  }

  @Test func aNumberThatDoesNotFitIsNobody() {
    let text = "a:x:4294967296:\na:x:7:\n"
    #expect(parsing(text) { Passwd.user(named: "a", in: $0) } == 7)
  }
}
