import Glibc
import LinuxKernel
import TestSupport
import Testing

struct ProcessCommandLineTests {
  static let stat = "5 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0\n"
  static let process = ProcessID(pid: 5, startTime: 777)

  private func read(
    _ cmdline: String?, as process: ProcessID = process, denied: String = ""
  ) throws -> Reading<[UInt8]> {
    let tree = TemporaryTree(["proc/5/stat": Self.stat, "denied": denied])
    if let cmdline { tree.write("proc/5/cmdline", Array(cmdline.utf8)) }
    let root = try KernelRoot(tree.path)
    return withExtendedLifetime(tree) { ProcessCommandLine.read(process, in: root) }
  }

  @Test(arguments: ["java\0-jar\0shop.jar\0", "", "no zero at the end", "\u{1b}]52;c;eA==\u{7}\0"])
  func readsTheBytesAsTheyAre(_ cmdline: String) throws {
    #expect(try read(cmdline) == .value(Array(cmdline.utf8)))
  }

  @Test func cutsWhatIsTooLong() throws {
    let cmdline = String(repeating: "a", count: 10000)
    #expect(try read(cmdline).value?.count == ProcessCommandLine.limit)
  }

  @Test func anotherProcessOfThatNumberIsNotRead() throws {
    #expect(try read("x\0", as: ProcessID(pid: 5, startTime: 776)) == .absent)
    #expect(try read("x\0", as: ProcessID(pid: 6, startTime: 777)) == .absent)
  }

  @Test func missingAndDeniedAreToldApart() throws {
    #expect(try read(nil) == .absent)
    #expect(try read("x\0", denied: "proc/5/cmdline\n") == .denied)
  }

  @Test func readsOwnArguments() throws {
    let root = try KernelRoot()
    let child = try ChildProcess()
    let own = try #require(
      ProcessCommandLine.read(child.id(root), in: root).value)
    let expected: [UInt8] = CommandLine.arguments.flatMap { [UInt8]($0.utf8) + [0] }
    #expect(own == Array(expected.prefix(ProcessCommandLine.limit)))
  }
}
