import LinuxKernel
import MemtopCore
import Testing

struct AdjRightsTests {
  static let resource = Capabilities(effective: 1 << 24)
  static let everything = Capabilities(effective: .max)

  @Test(
    arguments: [
      (everything, true, true), (resource, true, true), (everything, false, false),
      (everything, nil, false), (Capabilities(effective: ~(1 << 24)), true, false),
      (nil, true, false),
    ] as [(Capabilities?, Bool?, Bool)])
  func loweringNeedsTheCapabilityWhereTheKernelLooks(
    _ capabilities: Capabilities?, _ isInitial: Bool?, _ canLower: Bool
  ) {
    let rights = AdjRights(capabilities: capabilities, isInitialNamespace: isInitial, user: 0)
    #expect(rights.canLower == canLower)
  }

  @Test func ownersAreOverriddenByTheirOwnCapability() {
    let rights = [Self.resource, Self.everything].map {
      AdjRights(capabilities: $0, isInitialNamespace: true, user: 7)
    }
    #expect(rights.map(\.overridesOwners) == [false, true])
    #expect(rights.map(\.user) == [7, 7])
  }
}
