import CTestSystem
import TestSupport
import Testing

@testable import LinuxKernel

struct CapabilitiesTests {
  static let status = """
    Name:\tcat
    CapInh:\t0000000000000000
    CapPrm:\t000001ffffffffff
    CapEff:\t000001fffeffffff
    CapBnd:\t000001ffffffffff

    """

  @Test func readsTheEffectiveSet() throws {
    let capabilities = try #require(parsing(Self.status) { Capabilities($0) })
    #expect(capabilities.effective == 0x1ff_feff_ffff)
    #expect(!capabilities.contains(.sysResource))
    #expect(capabilities.contains(.kill))
    #expect(capabilities.contains(.sysPtrace))
    #expect(capabilities.contains(.dacOverride))
  }

  @Test func isNeverWrongWhenCut() {
    for text in cuts(of: Self.status) {
      let capabilities = parsing(text) { Capabilities($0) }
      #expect(capabilities == nil || capabilities?.effective == 0x1ff_feff_ffff)
    }
  }

  @Test(arguments: [
    "", "CapEff:\n", "CapEff:\tx\n", "CapEff:\t-1\n", "CapEff:\t0x1\n", "CapEff:\t1 \n",
    "CapEff:\t10000000000000000\n", "CapEff:\tff", "CapPrm:\tff\n",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text) { Capabilities($0) } == nil)
  }

  @Test(arguments: Capabilities.Capability.allCases)
  func agreesWithTheKernel(_ capability: Capabilities.Capability) throws {
    let own = try #require(Capabilities.current(KernelRoot()))
    let bits = ctest_effective_capabilities()
    #expect(own.effective == bits)
    #expect(own.contains(capability) == (bits >> UInt64(capability.rawValue) & 1 == 1))
  }

  @Test func aCapturedTreeGivesNoRights() throws {
    let tree = TemporaryTree(["proc/self/status": Self.status])
    #expect(try Capabilities.current(KernelRoot(tree.path)) == nil)
  }
}
