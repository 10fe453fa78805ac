import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// Captured hosts: what their kernels tell is what stands on the screen.
@Suite struct HostPaneFixtureTests {
  static func screen(_ tree: String) throws -> Surface {
    var sampler = Sampler(try KernelRoot(Fixtures.path(tree)))
    var model = Model(facts: sampler.facts)
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: SamplingPlan(all: []))
    model.absorb(&sample)
    return HostPaneGoldenTests.screen(model, (120, 40), .unicode, status: .captured)
  }

  @Test func aHostWithSwapAndPressure() throws {
    expectGolden(try Self.screen("deb11-v2"), "host-deb11-v2")
  }

  @Test func aHostWithoutEither() throws {
    expectGolden(try Self.screen("deb12-noswap-nopsi"), "host-deb12-noswap-nopsi")
  }

  @Test func thisHost() throws {
    var sampler = Sampler(try KernelRoot())
    var model = Model(facts: sampler.facts)
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: SamplingPlan(all: []))
    model.absorb(&sample)
    let lines = HostPaneGoldenTests.screen(model, (200, 60), .unicode).lines
    #expect(lines[0].contains("Linux"))
    #expect(lines.joined().contains("available"))
  }
}
