// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A target of ours: same settings everywhere.
func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
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
    target("HTTP", ["CLinux", "CZlib"]),
    target("SQL", ["CSQLite"]),
    target("Template"),
    target("Commerce"),
    target("Documents", ["CZlib", "Commerce"]),
    target("Office", ["CCrypt", "CLinux", "HTTP", "SQL", "Template", "Commerce", "Documents"]),
  ] + features.map { target($0, kernel) } + [
    .executableTarget(
      name: "SellerDesk", dependencies: kernel + features.map { .byName(name: $0) } + ["CLinux"],
      swiftSettings: strict),
    .target(
      name: "OfficeTesting", dependencies: kernel, path: "Tests/OfficeTesting",
      swiftSettings: strict),
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
