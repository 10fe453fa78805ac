import ArgumentParser

/// `memtop` alone, as most type it: argument-parser would take a quarter of the time to the first row to find
/// that nothing is asked for.
extension Memtop {
  static var unasked: Memtop {
    var command = Memtop()
    command.system = .unasked
    command.list = .unasked
    command.dashboard = .unasked
    command.licenses = false
    return command
  }
}

extension SourceArguments {
  fileprivate static var unasked: SourceArguments {
    var arguments = SourceArguments()
    arguments.root = "/"
    arguments.source = nil
    return arguments
  }
}

extension ListArguments {
  fileprivate static var unasked: ListArguments {
    var arguments = ListArguments()
    arguments.sortWord = nil
    arguments.reverse = false
    arguments.filterWord = nil
    arguments.user = nil
    arguments.kernelThreads = nil
    arguments.interval = nil
    return arguments
  }
}

extension DashboardArguments {
  fileprivate static var unasked: DashboardArguments {
    var arguments = DashboardArguments()
    arguments.columns = []
    arguments.tree = false
    arguments.pane = nil
    arguments.readOnly = false
    arguments.vim = false
    arguments.noProtect = false
    arguments.theme = nil
    arguments.ascii = false
    arguments.config = nil
    arguments.noConfig = false
    arguments.log = nil
    arguments.screenshot = nil
    arguments.size = nil
    return arguments
  }
}
