// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// What every request runs through is optimized in debug builds too: the tests, which run thousands
/// of requests, take half the time.
let fast = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A target of ours.
func target(
  _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What a feature may import. Features never import each other.
let kernel: [Target.Dependency] = ["Office", "HTTP", "SQL", "Template", "Commerce", "Documents"]
let features = ["Home", "Products", "Orders", "Security"]

let package = Package(
  name: "SellerDesk",
  products: [.executable(name: "sellerdesk", targets: ["SellerDesk"])],
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CCrypt"),
    target("HTTP", ["CLinux", "CZlib"], settings: fast),
    target("SQL", ["CSQLite"], settings: fast),
    target("Template", settings: fast),
    target("Commerce", settings: fast),
    target("Documents", ["CZlib", "Commerce"], settings: fast),
    target(
      "Office", ["CCrypt", "CLinux", "HTTP", "SQL", "Template", "Commerce", "Documents"],
      settings: fast),
  ] + features.map { target($0, kernel) } + [
    .executableTarget(
      name: "SellerDesk", dependencies: kernel + features.map { .byName(name: $0) } + ["CLinux"],
      swiftSettings: strict),
    .target(
      name: "OfficeTesting", dependencies: kernel, path: "Tests/OfficeTesting",
      swiftSettings: fast),
    tests("HTTPTests", ["HTTP", "CLinux"]),
    .testTarget(
      name: "FuzzTests", dependencies: ["HTTP"], path: "Tests/Fuzz",
      exclude: ["run", "corpus", "Fuzzer"], swiftSettings: strict),
    tests("SQLTests", ["SQL"]),
    tests("TemplateTests", ["Template"]),
    tests("CommerceTests", ["Commerce"]),
    tests("DocumentsTests", ["Documents", "Commerce", "OfficeTesting"]),
    tests("OfficeTests", kernel + ["OfficeTesting"]),
    tests("ProductsTests", kernel + ["Products", "OfficeTesting"]),
    tests("OrdersTests", kernel + ["Orders", "OfficeTesting"]),
    tests("SecurityTests", kernel + ["Security", "Home", "OfficeTesting"]),
    tests("SellerDeskTests", kernel + ["SellerDesk", "OfficeTesting"]),
    tests("SweepTests", kernel + ["SellerDesk", "OfficeTesting"]),
    tests("BrowserTests", kernel + ["SellerDesk", "OfficeTesting"]),
  ]
)
