import LinuxKernel

/// All that is known of one process: why the kernel would kill it when, what memory it has and where
/// it runs.
public struct ProcessExplanation: Sendable {
  public var subject: ExplainedProcess
  /// Nil while it is being computed.
  public var score: ScoreExplanation?
  public var memory = MappedMemory()
  /// What was done to it here, the newest first.
  public var acts: [DocumentFacts.Fact] = []
  /// How many more there were before these.
  public var earlierActs = 0
  /// The process is no more: what is known was its last.
  public var hasEnded = false
  /// Unit: bytes.
  private let pageSize: UInt64

  public init(_ subject: ExplainedProcess, pageSize: UInt64) {
    self.subject = subject
    self.pageSize = pageSize
  }

  public var title: String { "Explain \(subject.process.pid) \(subject.name)" }

  /// There is something to read of its mappings.
  public var hasMemory: Bool { !hasEnded && !subject.isKernelThread && !subject.isZombie }

  /// - Parameter unit: of the sizes within sentences.
  public func document(unit: Quantity.Unit = .auto) -> Document {
    let pages = PageCount(pageSize: pageSize, unit: unit)
    let hasMappings = !subject.isKernelThread && !subject.isZombie
    return Document(
      kind: "process", title: title,
      subject: [
        ("pid", .number(Int64(subject.process.pid))), ("comm", .text(subject.name)),
        ("startTicks", .number(Int64(clamping: subject.process.startTime))),
      ],
      [
        DocumentSection(
          "score", "Why this score",
          score.map { ScoreSection(score: $0, pages: pages).parts }
            ?? [.text("Reading all processes…", .quiet)]),
        DocumentSection(
          "limits", "Limits on its path",
          score?.limits.map { LimitSection($0, unit: unit).parts } ?? []),
        DocumentSection(
          "memory", "Its memory", isLate: isLate(memory.rollup.isTold),
          MemorySection(subject: subject, memory: memory, unit: unit).parts),
        DocumentSection(
          "mappings", "What it maps", isLate: isLate(memory.mappings.isTold),
          hasMappings ? MappingSection(memory: memory).parts : []),
        DocumentSection("place", "Where it runs", place),
        DocumentSection("acts", "Done here", done),
      ].filter { !$0.parts.isEmpty })
  }

  /// What was never told says so itself.
  private func isLate(_ isTold: Bool) -> Bool { memory.isOld && isTold && !hasEnded }

  private var place: [DocumentPart] {
    let container = subject.container.map { "\($0.runtime) \(VisibleText.make($0.name))" }
    let facts: [(String, String?)] = [
      ("command", subject.commandLine), ("user", subject.user), ("unit", subject.unit),
      ("container", container), ("cgroup", subject.cgroup), ("started", subject.started),
      ("parent", subject.parent.map { String($0) }),
      ("threads", subject.threads.map { String($0) }),
    ]
    return [
      .facts(
        DocumentFacts(
          facts.compactMap { name, text in text.map { .init(name, nil, $0, .plain) } },
          nameWidth: 9, longest: 4))
    ]
  }

  private var done: [DocumentPart] {
    guard !acts.isEmpty else { return [] }
    return [.facts(DocumentFacts(acts))]
      + (earlierActs > 0 ? [.text("\(earlierActs) earlier: see the pane of events", .quiet)] : [])
  }
}
