import Glibc
import LinuxKernel
import TestSupport
import Testing

struct ProcessFilesTests {
  private func text(_ files: borrowing ProcessFiles) -> String {
    files.withBytes { bytes in
      String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    }
  }

  @Test(arguments: ProcessFile.allCases)
  func readsEachFileOfTheProcessSelected(_ file: ProcessFile) throws {
    let tree = TemporaryTree()
    for pid: Int32 in [1, 42, 4_194_304, .max] {
      tree.write("proc/\(pid)/\(file.name)", Array("\(file) of \(pid)".utf8))
    }
    let root = try KernelRoot(tree.path)
    var files = ProcessFiles(root)
    for pid: Int32 in [1, .max, 42, 4_194_304] {
      files.select(pid)
      guard case .bytes = files.read(file) else {
        Issue.record("\(file.name) of \(pid) was not read")
        continue
      }
      #expect(text(files) == "\(file) of \(pid)")
    }
  }

  @Test func aMissingFileOfALivingProcessIsUnsupported() throws {
    let tree = TemporaryTree(["proc/5/stat": "x"])
    var files = ProcessFiles(try KernelRoot(tree.path))
    files.select(5)
    #expect(files.read(.oomScore) == .unsupported)
    #expect(files.read(.stat) == .bytes(1))
  }

  @Test func anEmptyProcessFolderIsAProcessThatIsGone() throws {
    let tree = TemporaryTree()
    tree.makeDirectory("proc/5")
    var files = ProcessFiles(try KernelRoot(tree.path))
    files.select(5)
    #expect(files.read(.stat) == .vanished)
    #expect(files.read(.statm) == .vanished)
    files.select(6)
    #expect(files.read(.stat) == .vanished)
  }

  @Test func readsARealProcess() throws {
    let child = try ChildProcess()
    let root = try KernelRoot()
    var files = ProcessFiles(root)
    files.select(child.pid)
    for file in ProcessFile.allCases {
      if case .bytes(let count) = files.read(file) {
        #expect(count > 0, "\(file.name)")
      } else {
        #expect(file == .cgroup, "\(file.name)")
      }
    }
    #expect(files.owner() == geteuid())
    child.end()
    #expect(files.read(.statm) == .vanished)
    #expect(files.owner() == nil)
  }

  @Test func aCapturedTreeHasNoOwners() throws {
    let tree = TemporaryTree(["proc/5/stat": "x"])
    var files = ProcessFiles(try KernelRoot(tree.path))
    files.select(5)
    #expect(files.owner() == nil)
  }

  @Test func setsHoldEachFileApart() {
    var all: ProcessFileSet = [.owner]
    for file in ProcessFile.allCases {
      #expect(!all.contains(ProcessFileSet(file)), "\(file.name)")
      all.insert(ProcessFileSet(file))
    }
    #expect(ProcessFileSet.status == ProcessFileSet(.status))
  }
}
