import LinuxKernel
import Testing

struct CgroupMountTests {
  @Test func findsBothVersionsAndPutsTheControllersFirst() {
    let text = """
      22 1 0:20 / /proc rw - proc proc rw
      24 23 0:22 / /sys/fs/cgroup/unified rw,nosuid shared:4 - cgroup2 cgroup2 rw
      25 23 0:23 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
      26 23 0:24 /docker/3f2a /mnt/my\\040groups rw - cgroup cgroup rw,memory
      27 23 broken

      """
    #expect(
      parsing(text) { CgroupMount.parse($0) } == [
        CgroupMount(.v1, group: "/docker/3f2a", directory: "mnt/my groups"),
        CgroupMount(.v2, directory: "sys/fs/cgroup/unified"),
      ])
  }

  @Test(
    arguments: [
      ("/", "/", "m"), ("/", "/a/b", "m/a/b"), ("/x", "/x", "m"), ("/x", "/x/y", "m/y"),
      ("/x", "/xy", nil), ("/x", "/", nil), ("/..", "/a", "m/a"), ("/", "/a/../../etc", nil),
    ] as [(String, String, String?)])
  func findsTheDirectoryOfAGroup(_ group: String, _ path: String, _ directory: String?) {
    #expect(CgroupMount(.v2, group: group, directory: "m").directory(of: path) == directory)
  }
}
