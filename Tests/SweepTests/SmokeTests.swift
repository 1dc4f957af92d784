import Foundation
import Office
import OfficeTesting
import SellerDesk
import Testing

/// A client library of others, as sellers use it, against the demo: the acceptance of the Seller
/// API. It needs `../shared/api` and the client that `.ci/setup --test` installs.
@Suite("The Seller API, as a client library of others sees it", .aside) struct SmokeTests {
  private static let home = OfficeClient.home
  private static let python = "\(home)/.build/ozonapi/bin/python"
  private static let script =
    URL(filePath: home).deletingLastPathComponent()
    .appending(path: "shared/api/smoke_ozonapi_async.py").path()

  private static var isReady: Bool {
    [python, script].allSatisfy { FileManager.default.fileExists(atPath: $0) }
      && ServerProcess.path != nil
  }

  @Test(
    "every step that the scenario has for our methods passes, on a fresh demo",
    .enabled(if: isReady, "../shared/api or its client is not here: skipped"))
  func steps() throws {
    let demo = try RunningDemo()
    defer { demo.stop() }
    let report = try Self.run(
      Self.python, [Self.script, demo.url, demo.client, demo.key, "--all"])
    let house = try TestHouse(Modules.boot)
    let ours = Set(
      house.office.routes.filter { $0.access.hasPrefix("program:") }.map(\.line))
    var passed: Set<String> = []
    for line in report.split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count >= 3 else { continue }
      let step = "\(words[1]) \(words[2])"
      if line.contains("auth:") { #expect(words[0] == "ok", "\(line)") }
      guard ours.contains(step) else { continue }
      if words[0] == "ok" { passed.insert(step) } else { Issue.record("\(line)") }
    }
    #expect(passed.count >= 68, "\(report.suffix(2_000))")
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// `sellerdesk demo` with what it prints for programs.
private final class RunningDemo {
  let url: String
  private(set) var client = ""
  private(set) var key = ""
  private let process = Process()
  private let folder: String

  init() throws {
    let port = try WireClient.freePort()
    url = "http://127.0.0.1:\(port)"
    folder = "/tmp/sellerdesk-smoke-\(UUID().uuidString)"
    let output = Pipe()
    process.executableURL = URL(filePath: try #require(ServerProcess.path))
    process.arguments = [
      "demo", "--data", folder, "--home", OfficeClient.home, "--listen", "127.0.0.1:\(port)",
      "--pace", "0",
    ]
    process.standardOutput = output
    try process.run()
    var text = ""
    while key.isEmpty {
      let piece = output.fileHandleForReading.availableData
      if piece.isEmpty { break }
      text += String(decoding: piece, as: UTF8.self)
      client = Self.word(after: "Client-Id:", in: text)
      key = text.contains("Ctrl+C") ? Self.word(after: "Api-Key:", in: text) : ""
    }
    try #require(!key.isEmpty, "the demo printed no key: \(text)")
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func word(after mark: String, in text: String) -> String {
    guard let end = text.range(of: mark)?.upperBound else { return "" }
    return text[end...].split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
  }
}
