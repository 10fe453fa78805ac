import Glibc
import LinuxKernel
import MemtopCore

/// Reads all that is explained of one process, once.
struct ProcessReport {
  private let source: HostSource
  private let choice: ProcessSource?

  /// - Parameter choice: nil for the kernel's list where it can be loaded.
  init(_ source: HostSource, _ choice: ProcessSource?) {
    self.source = source
    self.choice = choice
  }

  /// What is shown of it besides the kill order.
  private static let fields: [Field] = [
    .pid, .user, .rss, .shr, .swap, .virt, .unit, .cgroup, .ppid, .threads, .startTime, .state,
    .comm,
  ]

  /// How long the files may block that wait for the process's memory lock. Unit: nanoseconds.
  private static let patience: UInt64 = 5_000_000_000

  /// Throws: where there is no such process, or it ended meanwhile.
  func explanation(of pid: Int32) throws -> ProcessExplanation {
    var sampler = try source.sampler(choice, of: source.root, prefersKernel: true)
    var model = Model(facts: sampler.facts)
    var plan = SamplingPlan(columns: Self.fields, options: ListOptions(), everywhere: true)
    plan.follow(KillPlan())
    do throws(KernelError) {
      try model.advance(followsGrowth: false) {
        (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
    } catch {
      throw CommandFailure("processes", error, .noInput)
    }
    guard let row = model.processes.index(of: pid) else { throw absence(of: pid) }
    let group = model.processes.cgroup(row).map { String(decoding: $0, as: UTF8.self) }
    // Its limits and its group's order can be asked for only now.
    if let group { model.completingKill { sampler.complete(&$0, KillPlan(group: group)) } }
    HostUsers(source.root).name(&model)
    let process = model.processes.rows[row].id
    let answers = try slowAnswers(of: process)
    for case .commandLine(_, .value(let bytes)) in answers { model.commandLines[process] = bytes }
    let offset = source.isLive ? LocalTime.offset() : 0
    guard let subject = ExplainedProcess(process, in: model, timeOffset: offset) else {
      throw absence(of: pid)
    }
    var explanation = ProcessExplanation(subject, pageSize: model.facts.pageSize)
    explanation.score = model.kill.flatMap { picture in
      ScoreExplanation(process, in: subject.group, picture, model) { other in
        model.processes.index(of: other).flatMap { model.processes.comm($0) }
          .map { VisibleText.make($0) } ?? "?"
      }
    }
    if explanation.hasMemory { Self.take(answers, &explanation) }
    return explanation
  }

  private static func take(_ answers: [SlowAnswer], _ explanation: inout ProcessExplanation) {
    explanation.memory.take(.late)
    for answer in answers {
      switch answer {
      case .rollup(_, let reading): explanation.memory.take(.rollup(reading))
      case .mappings(_, let reading): explanation.memory.take(.mappings(reading))
      case .commandLine, .userName: break
      }
    }
  }

  /// A stuck process answers none of these: they are read beside this thread, which does not wait
  /// for ever.
  private func slowAnswers(of process: ProcessID) throws -> [SlowAnswer] {
    let requests: [SlowRequest] = [.commandLine(process), .rollup(process), .mappings(process)]
    let reads = try SlowReads(source.root)
    let deadline = KernelClock.monotonic() + Self.patience
    var answers: [SlowAnswer] = []
    while answers.count < requests.count {
      let now = KernelClock.monotonic()
      guard now < deadline else { break }
      reads.ask(requests.filter { request in !answers.contains { $0.request == request } })
      var waiting = pollfd(fd: reads.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&waiting, 1, Int32((deadline - now) / 1_000_000) + 1)
      answers += reads.answers()
    }
    return answers
  }

  /// Why a pid is none of the processes.
  private func absence(of pid: Int32) -> CommandFailure {
    var buffer = ReadBuffer()
    let status = source.root.value(of: "proc/\(pid)/status", &buffer) { NamedValues($0) }
    guard let leader = status?["Tgid"], leader != UInt64(pid) else {
      return CommandFailure("explain: \(pid): there is no such process", .noInput)
    }
    return CommandFailure("explain: \(pid): it is a thread of process \(leader)", .noInput)
  }
}
