import ArgumentParser
import LinuxKernel
import MemtopCore

/// `memtop doctor`: which sources work on this host, and why the others do not.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say which sources of memtop work here, and why the others do not.")

  @ParentCommand var parent: Memtop

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = DocumentFormat.text

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for doctor", .usage)
    }
    if let option = parent.system.firstGiven {
      throw CommandFailure("\(option) is not for doctor", .usage)
    }
    var doctor = Doctor(try KernelRoot())
    try format.write(DoctorReport.document(doctor.lines()))
  }
}
