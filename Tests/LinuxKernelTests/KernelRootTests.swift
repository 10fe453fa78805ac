import Glibc
import LinuxKernel
import TestSupport
import Testing

struct KernelRootTests {
  @Test func theRunningSystemIsLive() throws {
    let root = try KernelRoot()
    #expect(root.isLive)
    #expect(root.pageSize == UInt64(getpagesize()))
    #expect(root.clockTicksPerSecond == 100)
  }

  @Test func aFolderIsNotLive() throws {
    let tree = TemporaryTree()
    let root = try KernelRoot(tree.path)
    #expect(!root.isLive)
    #expect(root.pageSize == 4096)
    #expect(root.clockTicksPerSecond == 100)
  }

  @Test func aMissingFolderIsNamed() {
    #expect(throws: KernelError(path: "/no/such/folder", reason: .errno(ENOENT))) {
      try KernelRoot("/no/such/folder")
    }
  }

  @Test func aFolderWithoutProcIsNamed() throws {
    let tree = TemporaryTree()
    rmdir(tree.path + "/proc")
    #expect(throws: KernelError(path: tree.path + "/proc", reason: .errno(ENOENT))) {
      try KernelRoot(tree.path)
    }
  }

  @Test func aFileIsNoRoot() throws {
    let tree = TemporaryTree(["proc/meminfo": ""])
    let path = tree.path + "/proc/meminfo"
    #expect(throws: KernelError(path: path, reason: .errno(ENOTDIR))) { try KernelRoot(path) }
  }

  @Test func readsFilesByTheirWholeName() throws {
    let tree = TemporaryTree(["proc/uptime": "12.34 5.00\n", "empty": ""])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    #expect(root.read("proc/uptime", into: &buffer) == .bytes(11))
    #expect(buffer.withBytes { $0.count } == 11)
    #expect(root.read("empty", into: &buffer) == .bytes(0))
    #expect(buffer.withBytes { $0.count } == 0)
    #expect(root.read("proc/vmstat", into: &buffer) == .vanished)
    #expect(root.read("proc", into: &buffer) == .unsupported)
  }

  @Test func nothingOfAnEarlierFileIsLeft() throws {
    let tree = TemporaryTree(["long": "a long line\n", "short": "x\n"])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    #expect(root.read("long", into: &buffer) == .bytes(12))
    #expect(root.read("short", into: &buffer) == .bytes(2))
    #expect(buffer.withBytes { $0.count } == 2)
    #expect(root.read("none", into: &buffer) == .vanished)
    #expect(buffer.withBytes { $0.count } == 0)
  }

  @Test func whatTheCaptureCouldNotReadIsDenied() throws {
    let tree = TemporaryTree([
      "denied": "proc/1/cmdline\nproc/slabinfo\n", "proc/1/cmdline": "init\0",
      "proc/slabinfo": "x\n", "proc/uptime": "1.00 1.00\n",
    ])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    #expect(root.read("proc/slabinfo", into: &buffer) == .denied)
    #expect(root.read("proc/uptime", into: &buffer) == .bytes(10))
    var files = ProcessFiles(root)
    files.select(1)
    #expect(files.read(.cmdline) == .denied)
  }
}
