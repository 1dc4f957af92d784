import Foundation
import Testing

/// What the fuzzer kept: the shortest inputs that reach every part of the parsers.
@Suite struct ReplayTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "corpus")

  @Test("what fuzzing has found interesting still holds", arguments: FuzzTarget.allCases)
  func replay(_ target: FuzzTarget) throws {
    let folder = ReplayTests.corpus.appending(path: target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 10)
    for file in files {
      let input = [UInt8](try Data(contentsOf: file))
      do throws(Finding) {
        try target.check(input)
        for end in input.indices.prefix(64) { try target.check(Array(input[..<end])) }
      } catch { Issue.record("\(target.rawValue)/\(file.lastPathComponent): \(error)") }
    }
  }
}
