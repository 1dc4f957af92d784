import Foundation
import Testing

@testable import Template

/// The cases of the Mustache specification, read in place.
@Suite struct MustacheSpecificationTests {
  static let files = [
    "comments", "interpolation", "sections", "inverted", "partials", "~inheritance",
  ]

  /// Left out on purpose. The files on delimiters, lambdas and dynamic names are left out whole:
  /// templates have one syntax and no logic, and what they include is known at load.
  static let skipped: [(reason: String, cases: [String])] = [
    (
      "there is no raw output: trusted HTML comes from a markup field",
      [
        "interpolation: Ampersand", "interpolation: Ampersand - Standalone",
        "interpolation: Ampersand - Surrounding Whitespace",
        "interpolation: Ampersand Context Miss Interpolation",
        "interpolation: Ampersand Decimal Interpolation",
        "interpolation: Ampersand Integer Interpolation",
        "interpolation: Ampersand Null Interpolation", "interpolation: Ampersand With Padding",
        "interpolation: Dotted Names - Ampersand Interpolation",
        "interpolation: Dotted Names - Triple Mustache Interpolation",
        "interpolation: Implicit Iterators - Ampersand",
        "interpolation: Implicit Iterators - Triple Mustache", "interpolation: Triple Mustache",
        "interpolation: Triple Mustache - Standalone",
        "interpolation: Triple Mustache - Surrounding Whitespace",
        "interpolation: Triple Mustache Context Miss Interpolation",
        "interpolation: Triple Mustache Decimal Interpolation",
        "interpolation: Triple Mustache Integer Interpolation",
        "interpolation: Triple Mustache Null Interpolation",
        "interpolation: Triple Mustache With Padding", "partials: Standalone Indentation",
        "sections: Implicit Iterator - Ampersand", "sections: Implicit Iterator - Triple mustache",
        "~inheritance: Triple Mustache",
      ]
    ),
    ("a partial that does not exist is a load error", ["partials: Failed Lookup"]),
    ("partials are put in place at load, so they cannot recurse", ["partials: Recursion"]),
  ]

  static func skipReason(_ test: Case) -> String? {
    skipped.first { $0.cases.contains(test.description) }?.reason
  }

  struct Case: Sendable, CustomStringConvertible {
    var file: String
    var name: String
    var data: JSON
    var template: String
    var partials: [String: String]
    var expected: String
    var description: String { "\(file): \(name)" }
  }

  static let folder: URL = {
    // Tests run in the root of the package.
    let shared = ProcessInfo.processInfo.environment["SELLERDESK_SHARED"] ?? "../shared"
    return URL(filePath: shared).appending(path: "spec/mustache")
  }()

  static let isThere = FileManager.default.fileExists(atPath: folder.path)

  static let cases: [Case] = files.flatMap { file -> [Case] in
    guard let data = try? Data(contentsOf: folder.appending(path: "\(file).json")),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let tests = object["tests"] as? [[String: Any]]
    else { return [] }
    return tests.map { test in
      Case(
        file: file, name: test["name"] as? String ?? "", data: JSON(test["data"]),
        template: test["template"] as? String ?? "",
        partials: test["partials"] as? [String: String] ?? [:],
        expected: test["expected"] as? String ?? "")
    }
  }

  @Test(.enabled(if: isThere, "the folder of the specification is not here"))
  func `every file of the specification is read`() {
    #expect(Set(MustacheSpecificationTests.cases.map(\.file)).count == 6)
    #expect(MustacheSpecificationTests.cases.count == 149)
    let names = Set(MustacheSpecificationTests.cases.map(\.description))
    let skipped = MustacheSpecificationTests.skipped.flatMap(\.cases)
    #expect(names.isSuperset(of: skipped))
  }

  @Test(
    .enabled(if: isThere, "the folder of the specification is not here"),
    arguments: cases.filter { skipReason($0) == nil })
  func `renders as the specification says`(_ test: Case) throws {
    let sources = test.partials.merging(["test case": test.template]) { $1 }
    let names = JSONNames(chained: MustacheSpecificationTests.chained(in: sources.values))
    let programs = try Library(sources).compile(
      "test case", page: names.schema(of: [test.data], isOutermost: true),
      frame: NoFrame.schema, isChecked: false)
    var out: [UInt8] = []
    Template<JSON, NoFrame>(programs: programs).render(test.data, locale: 0, into: &out)
    #expect(String(decoding: out, as: UTF8.self) == test.expected)
  }

  @Test(
    .enabled(if: isThere, "the folder of the specification is not here"),
    arguments: cases.filter { skipReason($0) != nil })
  func `left out on purpose: refused at load`(_ test: Case) {
    let sources = test.partials.merging(["test case": test.template]) { $1 }
    let names = JSONNames(chained: [])
    #expect(throws: TemplateErrors.self) {
      try Library(sources).compile(
        "test case", page: names.schema(of: [test.data], isOutermost: true),
        frame: NoFrame.schema, isChecked: false)
    }
  }

  private static func chained(in sources: some Sequence<String>) -> Set<String> {
    var names: Set<String> = []
    for source in sources {
      for tag in source.components(separatedBy: "{{").dropFirst() {
        let path = tag.components(separatedBy: "}}")[0].components(separatedBy: ".")
        names.formUnion(path.dropFirst().filter { !$0.isEmpty })
      }
    }
    return names
  }
}
