// swift-tools-version: 6.2
import PackageDescription

/// `make fuzz` builds one program more, which needs libFuzzer's flags on every target.
let isFuzzed = Context.environment["MEMTOP_FUZZ"] != nil

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// The release binary is built for size (`make build`); what runs for every process and tick is not.
let fast: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .release))]

let package = Package(
  name: "memtop",
  products: [.executable(name: "memtop", targets: ["memtop"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .target(name: "CLinux"),
    .target(
      name: "CCurses", exclude: ["widths.py"],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CBPF",
      linkerSettings: ["bpf", "elf", "z", "zstd"].map { .linkedLibrary($0) }),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "LinuxKernel", dependencies: ["CLinux", "CBPF"], exclude: ["BPF/tasks.bpf.c"],
      resources: [.embedInCode("BPF/tasks.bpf.o")], swiftSettings: fast),
    .target(name: "MemtopCore", dependencies: ["LinuxKernel"], swiftSettings: fast),
    .target(name: "MemtopUI", dependencies: ["MemtopCore"], swiftSettings: strict),
    .target(name: "MemtopExport", dependencies: ["MemtopCore"], swiftSettings: strict),
    .executableTarget(
      name: "memtop",
      dependencies: [
        "CLinux", "CCurses", "CZlib", "LinuxKernel", "MemtopCore", "MemtopUI", "MemtopExport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      // TOMLKit imports Foundation; without this its String members replace the standard library's
      // in every file of the target, and link ICU: 60 MB in place of 15.
      swiftSettings: strict + [.enableUpcomingFeature("MemberImportVisibility")]),
    .target(name: "CTestSystem", path: "Tests/CTestSystem"),
    .target(
      name: "TestSupport", dependencies: ["LinuxKernel", "MemtopCore", "CTestSystem"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "LinuxKernelTests", dependencies: ["LinuxKernel", "TestSupport", "CTestSystem"],
      swiftSettings: strict),
    .testTarget(
      name: "MemtopCoreTests",
      dependencies: ["CTestSystem", "LinuxKernel", "MemtopCore", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MemtopUITests", dependencies: ["MemtopUI", "TestSupport"], exclude: ["Goldens"],
      swiftSettings: strict),
    .testTarget(
      name: "MemtopExportTests",
      dependencies: ["MemtopExport", "MemtopCore", "LinuxKernel", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "memtopTests",
      dependencies: [
        "CCurses", "CLinux", "CTestSystem", "LinuxKernel", "MemtopCore", "MemtopUI", "MemtopExport",
        "memtop", "TestSupport",
      ],
      swiftSettings: strict),
  ]
)

if isFuzzed {
  // What another program is to be linked with has to be a library, and must not bring a second main.
  let named = SwiftSetting.unsafeFlags(
    ["-entry-point-function-name", "memtop_main"].flatMap { ["-Xfrontend", $0] })
  // Only what parses is worth the time that optimizing takes.
  let parsing = SwiftSetting.unsafeFlags(["-O"])
  for target in package.targets where ["LinuxKernel", "MemtopCore", "memtop"].contains(target.name)
  {
    target.swiftSettings = (target.swiftSettings ?? []) + [parsing]
  }
  package.targets = package.targets.map { target in
    guard target.name == "memtop" else { return target }
    return .target(
      name: target.name, dependencies: target.dependencies,
      swiftSettings: (target.swiftSettings ?? []) + [named])
  }
  package.products = []
  package.targets += [
    .target(name: "CFuzz", path: "Tests/Fuzz/CFuzz"),
    .executableTarget(
      name: "fuzz", dependencies: ["CBPF", "CFuzz", "LinuxKernel", "MemtopCore", "memtop"],
      path: "Tests/Fuzz/fuzz", swiftSettings: strict + [parsing]),
  ]
}
