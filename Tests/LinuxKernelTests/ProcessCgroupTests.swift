import LinuxKernel
import Testing

struct ProcessCgroupTests {
  private func path(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    return parsing(bytes, ProcessCgroup.path).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("0::/system.slice/nginx.service\n", "/system.slice/nginx.service"),
    ("0::/\n", "/"),
    ("9:memory:/a\n1:name=systemd:/b\n0::/c\n", "/a"),
    ("0::/c\n9:memory:/a\n", "/a"),
    ("4:cpu,memory,pids:/both\n0::/c\n", "/both"),
    ("4:cpu,memory2:/no\n0::/c\n", "/c"),
    ("4:xmemory:/no\n0::/c\n", "/c"),
    ("0::/with:colons,commas and blanks\n", "/with:colons,commas and blanks"),
    ("9:name=systemd:/\n8:pids:/\n7:memory:/host\n", "/host"),
    ("0::/cut", "/cut"),
    ("0::\n", ""),
  ])
  func findsTheGroupThatAccounts(_ text: String, _ expected: String) {
    #expect(path(text) == expected)
  }

  @Test(arguments: ["", "\n", "0:", "0", "::", "10::/x\n", "1:name=systemd:/b\n", ":::\n"])
  func namesNoneWhereNoLineDoes(_ text: String) {
    #expect(path(text) == nil)
  }

  @Test func neverCrashesWhenCut() {
    for text in cuts(of: "12:cpu,cpuacct:/x\n4:cpu,memory:/a:b\n0::/c\n") {
      let found = path(text)
      #expect(found == nil || "/a:b".hasPrefix(found!) || "/c".hasPrefix(found!))
    }
  }
}
