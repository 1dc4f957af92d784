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

let package = Package(
  name: "SellerDesk",
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
    tests("HTTPTests", ["HTTP", "CLinux"]),
    tests("SQLTests", ["SQL"]),
    tests("TemplateTests", ["Template"]),
    tests("CommerceTests", ["Commerce"]),
    tests("DocumentsTests", ["Documents", "Commerce"]),
  ]
)
