import ArgumentParser
import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI

/// The command: the dashboard, or what its options and subcommands name.
@main
struct Memtop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memtop",
    abstract: "Is this host short of memory, who will the kernel kill, and what to do about it.",
    discussion: """
      Without a subcommand memtop shows a full-screen dashboard; F1 or ? there explains every key \
      and column.
      """,
    version: BuildVersion.text,
    subcommands: [
      SnapshotCommand.self, DiagnoseCommand.self, VictimsCommand.self, ExplainCommand.self,
      KernelCommand.self, EventsCommand.self, CgroupsCommand.self, CgroupCommand.self,
      KeepCommand.self, ContainCommand.self, ReleaseCommand.self, ReclaimCommand.self,
      DoctorCommand.self, ConfigCommand.self,
    ])

  @OptionGroup
  var system: SourceArguments

  @OptionGroup(title: "List options")
  var list: ListArguments

  @OptionGroup(title: "Dashboard options")
  var dashboard: DashboardArguments

  @Flag(help: "Say what is in the binary, and under which licence.")
  var licenses = false

  func run() throws {
    if licenses { return try StandardOutput.write(Array(Licences.text.utf8)) }
    if let file = dashboard.screenshot {
      try Screenshot.take(file, options(), dashboard.size ?? .standard)
    } else {
      if dashboard.size != nil { throw CommandFailure("--size is for --screenshot", .usage) }
      let options = try options()
      try Self.requireTerminal()
      throw ExitCode(try Dashboard.run(options))
    }
  }

  /// The dashboard needs both ends of a terminal.
  private static func requireTerminal() throws(TerminalError) {
    if isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 { throw .notATerminal }
  }

  /// Checks everything before anything is drawn or written.
  private func options() throws(CommandFailure) -> DashboardOptions {
    let source = try HostSource(system.root)
    let user: UInt32? =
      if let word = list.user { try HostUsers(source.root).named(word) } else { nil }
    let config = try ConfigSource(dashboard)
    var settings = config.settings
    if !dashboard.columns.isEmpty { settings.columns = dashboard.columns }
    let sort: Field? = try list.sort()
    if let sort {
      settings.sort = sort
      settings.isDescending = sort.sortsDescending
    }
    if list.reverse { settings.isDescending.toggle() }
    if let theme = dashboard.theme { settings.theme = theme.name }
    if let interval = list.interval { settings.interval = interval }
    if let shown = list.kernelThreads { settings.showsKernelThreads = shown }
    if let choice = system.source { settings.source = choice }
    if !source.isLive, system.source == nil { settings.source = nil }
    if dashboard.tree { settings.isTree = true }
    if dashboard.vim { settings.vim = true }
    if dashboard.noProtect { settings.protects = false }
    let readOnlyReason = readOnlyReason(settings, source)
    return DashboardOptions(
      settings: settings, origins: origins(settings, config), source: source,
      filter: try filter(settings), user: user, pane: dashboard.pane ?? settings.pane,
      readOnlyReason: readOnlyReason, usesASCII: dashboard.ascii || settings.usesASCII,
      config: config.file,
      log: readOnlyReason == nil ? log(settings) : nil,
      notices: config.notices)
  }

  private func readOnlyReason(_ settings: Settings, _ source: HostSource) -> String? {
    if dashboard.readOnly { return "--read-only was given" }
    if !source.isLive { return "a captured system cannot be changed" }
    return settings.isReadOnly ? "read-only is set in the config file" : nil
  }

  /// The one that is typed, else the file's; what is in the file was tried when it was read.
  private func filter(_ settings: Settings) throws(CommandFailure) -> Filter {
    if list.filterWord != nil { return try list.filter() }
    return (try? Filter(settings.filter)) ?? .none
  }

  private func origins(_ settings: Settings, _ config: ConfigSource) -> SettingOrigins {
    let given = Set(dashboard.given + list.given + system.given)
    let ids = Setting.all.filter { $0.option.map(given.contains) ?? false }.map(\.id)
    return SettingOrigins(settings, file: config.given, commandLine: Set(ids))
  }

  private func log(_ settings: Settings) -> LogChoice? {
    if let path = dashboard.log { return LogChoice(path: path, isDemanded: true) }
    return settings.log.isEmpty ? nil : LogChoice(path: settings.log, isDemanded: false)
  }

  static func main() {
    // A closed pipe and a file that may not grow are seen where they are written to.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    Glibc.exit(
      status {
        let arguments = OwnArguments.all
        if arguments.isEmpty { return try unasked.run() }
        var command = try parseAsRoot(arguments)
        try command.run()
      })
  }

  /// Runs a command and says in one line why it failed.
  private static func status(of command: () throws -> Void) -> Int32 {
    do {
      try command()
      return 0
    } catch is StandardOutput.Closed {
      return 0
    } catch let failure as CommandFailure {
      StandardOutput.complain(failure.message)
      return failure.code.rawValue
    } catch let error as TerminalError {
      StandardOutput.complain(error.message)
      return error.exitCode
    } catch let error as KernelError {
      let failure = CommandFailure("kernel", error, .system)
      StandardOutput.complain(failure.message)
      return failure.code.rawValue
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return report(error)
    }
  }

  /// What argument-parser has to say: help and version go to standard output.
  private static func report(_ error: any Error) -> Int32 {
    guard exitCode(for: error).isSuccess else {
      let message = message(for: error)
      StandardOutput.complain(message.prefix(1).lowercased() + message.dropFirst())
      return CommandFailure.Code.usage.rawValue
    }
    return status { try StandardOutput.write(Array((fullMessage(for: error) + "\n").utf8)) }
  }
}
