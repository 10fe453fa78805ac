import Glibc

/// The size of a made-up process over time, drawn from a seed.
struct MadeUpCourse {
  enum Kind: String, CaseIterable {
    // Leaks: above 1 % of memory an hour.
    case linear, stepped, sawOnARise, warmUpThenLeak, swappedOut
    // None.
    case saw, warmUp, ramp, fewSteps, noise, randomWalk, dailyCycle, restart, jump

    var leaks: Bool {
      switch self {
      case .linear, .stepped, .sawOnARise, .warmUpThenLeak, .swappedOut: true
      default: false
      }
    }
  }

  static let total = 16.0 * 1_073_741_824

  let kind: Kind
  private let base: Double
  private let rate: Double
  private let period: Double
  private let height: Double
  private let noise: Double
  private let phase: Double
  private var random: Seeded
  private var drift = 0.0

  init(_ kind: Kind, seed: UInt64) {
    var random = Seeded(state: seed)
    self.kind = kind
    base = Self.total * random.spread(0.0005, 0.2)
    rate = Self.total * random.spread(0.0105, 0.5) / 3600
    period =
      switch kind {
      case .stepped: random.spread(20, 240)
      case .saw, .ramp: random.spread(20, 1500)
      case .sawOnARise: random.spread(20, 200)
      case .warmUpThenLeak: random.spread(10, 45)
      case .warmUp: random.spread(30, 900)
      case .dailyCycle: 86_400
      case .restart: random.spread(200, 1200)
      default: random.spread(20, 600)
      }
    height =
      switch kind {
      case .dailyCycle: Self.total * random.between(0.005, 0.07)
      case .sawOnARise: rate * period * random.between(0.3, 1.5)
      default: Self.total * random.spread(0.002, 0.2)
      }
    noise = base * random.between(0, 0.004)
    phase = random.between(0, 1)
    self.random = random
  }

  /// Which life of the process it is: one that is started again has another start time.
  func life(at time: Double) -> UInt64 { kind == .restart ? UInt64(time / period) : 0 }

  /// Unit: bytes.
  mutating func size(at time: Double) -> (own: Double, swap: Double) {
    let jitter = (random.between(0, 3) - 1.5) * noise
    let turns = time / period
    let part = turns - turns.rounded(.down)
    let size: Double =
      switch kind {
      case .linear: rate * time
      case .stepped: rate * period * turns.rounded(.down)
      case .sawOnARise: rate * time + height * part
      case .warmUpThenLeak: height * (1 - exp(-turns)) + rate * time
      case .swappedOut: rate * time
      case .saw, .restart: height * part
      case .warmUp: height * (1 - exp(-turns))
      case .ramp: height * min(1, turns)
      case .fewSteps: height * min(4, turns.rounded(.down)) / 4
      case .noise: jitter * 10
      case .randomWalk: walk()
      case .dailyCycle: height * (1 - cos(2 * .pi * (turns + phase))) / 2
      case .jump: turns > 3 ? height : 0
      }
    let all = max(8192, base + size + jitter)
    // What it has in memory even falls while it leaks into swap.
    guard kind == .swappedOut else { return (all, 0) }
    let own = min(all, base * max(0.2, 1 - time / 3600))
    return (own, all - own)
  }

  private mutating func walk() -> Double {
    drift += random.between(-0.5, 0.5) * base * 0.002
    return drift
  }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func between(_ least: Double, _ most: Double) -> Double {
    least + (most - least) * Double(next() >> 11) / Double(1 << 53)
  }

  /// Small values are as likely as large ones, by their order of magnitude.
  mutating func spread(_ least: Double, _ most: Double) -> Double {
    exp(between(log(least), log(most)))
  }
}
