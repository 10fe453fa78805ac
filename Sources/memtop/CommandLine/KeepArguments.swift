import ArgumentParser
import LinuxKernel
import MemtopCore

/// What is to be kept, as the command line says it.
struct KeepArguments: ParsableArguments {
  /// A value, or that the setting is no longer to be kept.
  enum Given<Value: Sendable>: Sendable {
    case value(Value)
    case standard

    static func read(
      _ text: String, _ read: (String) throws -> Value
    ) throws -> Given {
      text == "default" ? .standard : .value(try read(text))
    }
  }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("OOMScoreAdjust= of what the unit starts.", valueName: "n"),
    transform: { try .read($0, ArgumentReading.adj) })
  var oomScoreAdj: Given<Int32>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("MemoryMax=.", valueName: "size"),
    transform: { try .read($0, ArgumentReading.limitText) })
  var max: Given<LimitText>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("MemoryHigh=.", valueName: "size"),
    transform: { try .read($0, ArgumentReading.limitText) })
  var high: Given<LimitText>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("MemoryLow=.", valueName: "size"),
    transform: { try .read($0, ArgumentReading.limitText) })
  var low: Given<LimitText>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("MemoryMin=.", valueName: "size"),
    transform: { try .read($0, ArgumentReading.limitText) })
  var min: Given<LimitText>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("MemorySwapMax=.", valueName: "size"),
    transform: { try .read($0, ArgumentReading.limitText) })
  var swapMax: Given<LimitText>?

  @Option(
    help: ArgumentHelp(
      "OOMPolicy=: what becomes of a service of which the kernel killed a process.",
      valueName: KeptSetting.Policy.allCases.map(\.rawValue).joined(separator: "|")),
    completion: .list(KeptSetting.Policy.allCases.map(\.rawValue)),
    transform: { try .read($0, ArgumentReading.oomPolicy) })
  var oomPolicy: Given<KeptSetting.Policy>?

  private var limits: [(KeptSetting, Given<LimitText>)] {
    [(.max, max), (.high, high), (.low, low), (.min, min), (.swapMax, swapMax)]
      .compactMap { setting, given in given.map { (setting, $0) } }
  }

  var isEmpty: Bool { oomScoreAdj == nil && oomPolicy == nil && limits.isEmpty }

  /// The values, in bytes where a part of something was given.
  ///
  /// - Parameters:
  ///   - tree: with the unit's own group as its subtree; nil where it has none now.
  ///   - memTotal: of the host. Unit: bytes.
  ///
  /// Throws: where there is nothing that a value is a part of.
  func wishes(
    _ tree: CgroupTree?, memTotal: UInt64?, pageSize: UInt64
  ) throws(CommandFailure) -> [KeepPlan.Wish] {
    var wishes: [KeepPlan.Wish] = []
    if let oomScoreAdj {
      wishes.append((.oomScoreAdj, oomScoreAdj.value.map(KeptSetting.Value.adj)))
    }
    let group = tree.map { $0.groups[$0.subtree.lowerBound] }
    let above = tree.flatMap { $0.limitAbove($0.subtree.lowerBound) } ?? memTotal
    for (setting, given) in limits {
      guard let text = given.value else {
        wishes.append((setting, nil))
        continue
      }
      let reading = group.flatMap { group in setting.ofGroup?.value(of: group.memory) }
      let now: CgroupLimit = if case .limit(let limit)? = reading?.value { limit } else { .none }
      do throws(LimitText.Problem) {
        let limit = try text.limit(now: now, whole: above, pageSize: pageSize)
        wishes.append((setting, .limit(limit)))
      } catch {
        throw CommandFailure("keep: \(setting.option): \(error.message)", .usage)
      }
    }
    if let oomPolicy {
      wishes.append((.oomPolicy, oomPolicy.value.map(KeptSetting.Value.policy)))
    }
    return wishes
  }
}

extension KeepArguments.Given {
  /// Nil where it is no longer to be kept.
  var value: Value? {
    if case .value(let value) = self { return value }
    return nil
  }
}
