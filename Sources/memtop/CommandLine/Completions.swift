import ArgumentParser
import LinuxKernel
import MemtopCore

/// What a shell completes the values of options with: only memtop knows these.
enum Completions {
  /// Field names with commas between them, without those that are there.
  static let fields = CompletionKind.custom { _, _, word in fields(after: word) }

  static let field = CompletionKind.list(Field.all.map(\.id))

  /// The groups of this host one level below what is typed.
  static let cgroups = CompletionKind.custom { _, _, word in
    (try? KernelRoot()).map { cgroups(below: word, in: $0) } ?? []
  }

  /// `PID=` for every process, with its name where the shell shows descriptions.
  static let processes = CompletionKind.custom { _, _, _ in
    (try? processes(HostSource("/"), behind: "=")) ?? []
  }

  /// Every process, with its name where the shell shows descriptions.
  static let pids = CompletionKind.custom { _, _, _ in
    (try? processes(HostSource("/"), behind: "")) ?? []
  }

  /// The owners of processes.
  static let users = CompletionKind.custom { _, _, _ in (try? users(HostSource("/"))) ?? [] }

  static func fields(after word: String) -> [String] {
    let words = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let typed = words.dropLast()
    let before = typed.map { $0 + "," }.joined()
    return Field.all.map(\.id).filter { !typed.contains($0) }.map { before + $0 }
  }

  static func cgroups(below word: String, in root: KernelRoot) -> [String] {
    var buffer = ReadBuffer()
    guard let mount = CgroupMount.list(root, &buffer).first else { return [] }
    let end = word.lastIndex(of: "/") ?? word.startIndex
    let parent = String(word[..<end])
    return root.folders(in: mount.directory + parent)
      .map { parent + "/" + $0 }
      .filter { $0 == VisibleText.make($0) }
  }

  private static func processes(_ source: HostSource, behind: String) throws -> [String] {
    let model = try source.newest(
      SamplingPlan(columns: [.pid, .comm], options: ListOptions(), everywhere: true))
    return rows(model).map { row in
      let style = FieldText(now: 0, absent: "")
      let pid = "\(model.processes.rows[row].id.pid)" + behind
      return described(pid, style.write(Field.comm.value(model, row)))
    }
  }

  private static func users(_ source: HostSource) throws -> [String] {
    var model = try source.newest(
      SamplingPlan(columns: [.user], options: ListOptions(), everywhere: true))
    HostUsers(source.root).name(&model)
    return Set(model.processes.rows.compactMap(\.uid)).sorted().map { user in
      let name = model.users[user] ?? String(user)
      return name == VisibleText.make(name) ? name : String(user)
    }
  }

  private static func rows(_ model: Model) -> [Int] {
    model.processes.rows.indices.filter { !model.processes.rows[$0].isKernelThread }
  }

  /// Bash has no descriptions.
  private static func described(_ word: String, _ description: String) -> String {
    switch CompletionShell.requesting {
    case .zsh: word + ":" + description
    case .fish: word + "\t" + description
    default: word
    }
  }
}
