import ArgumentParser
import LinuxKernel
import MemtopExport

/// `memtop doctor`: which sources work on this host, and why the others do not.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say which sources of memtop work here, and why the others do not.")

  @ParentCommand var parent: Memtop

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for doctor", .usage)
    }
    if let option = parent.system.firstGiven {
      throw CommandFailure("\(option) is not for doctor", .usage)
    }
    var doctor = Doctor(try KernelRoot())
    let encoding = CharacterEncoding.ofEnvironment()
    let table = DoctorTable(isUnicode: encoding.isUTF8, measure: encoding.cells)
    try table.write(doctor.lines(), to: ChunkedOutput(StandardOutput.write))
  }
}
