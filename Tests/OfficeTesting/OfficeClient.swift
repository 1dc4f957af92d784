import Commerce
import FoundationEssentials
import Glibc
import HTTP
import Office
import SQL

/// An office with its own data folder, asked in the process: the real pipeline without sockets.
/// The clock stands still until `advance`. The folder disappears with the client.
public final class OfficeClient: Sendable {
  /// Mon 23 Nov 2026, 14:05 UTC.
  public static let start = Instant(milliseconds: 1_795_442_700_000)

  public let office: Office
  public let clock: Clock
  public let folder: String
  private let readers: PerThread<Reader>
  private let inline: PerThread<Local>
  private let workers: PerThread<Local>

  /// - Parameters:
  ///   - modules: as they stand in the program's list.
  ///   - original: a data folder that it begins with a copy of; nil for an empty one.
  ///   - wire: makes them, as the program does.
  public init(
    modules: [any Module.Type], at start: Instant = OfficeClient.start,
    copyOf original: String? = nil, configure: (inout Configuration) -> Void = { _ in },
    wire: @escaping @Sendable (Kernel) throws -> [any Module]
  ) throws {
    folder = "\(Self.disk)/office-\(Hex.encode(SecureRandom.bytes(8)))"
    clock = Clock(fixed: start)
    var configuration = Configuration(data: folder, home: Self.home)
    configure(&configuration)
    if let original { try FileManager.default.copyItem(atPath: original, toPath: folder) }
    office = try Prepared.office(
      OfficeBoot(modules: modules, wire: wire), configuration, clock: clock)
    let office = office
    readers = PerThread { try office.kernel.database.makeReader() }
    inline = PerThread { try office.makeLocal(.inline) }
    workers = PerThread { try office.makeLocal(.worker) }
  }

  deinit {
    kernel.database.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  public var kernel: Kernel { office.kernel }

  /// This thread's connection, to look at rows from outside.
  public func reader() throws -> Reader { try readers.mine() }

  /// What a thread of the server has; calls may run side by side.
  func local(_ lane: Lane) throws -> Local {
    try lane == .inline ? inline.mine() : workers.mine()
  }

  public func advance(_ time: Duration) {
    let (seconds, attoseconds) = time.components
    clock.advance(milliseconds: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
  }

  /// In memory where the system has such a disk: a commit waits for none.
  public static var disk: String { access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp" }

  /// The package's root, where `Templates` and `Public` are.
  public static var home: String {
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
  }
}

/// Somebody whose browser is signed in.
public struct Person: Sendable {
  public let member: MemberID
  public let shop: SellerID?
  public let role: Role
  let cookie: String
  /// The `Cookie` field of its requests.
  public var cookieHeader: String { cookie }
  let formToken: String
}

/// A file that a form uploads.
public struct TestFile: Sendable {
  let field: String
  let name: String
  let bytes: [UInt8]

  public init(_ field: String, name: String, _ bytes: [UInt8]) {
    self.field = field
    self.name = name
    self.bytes = bytes
  }
}

/// What came back.
public struct Answer: Sendable {
  public let status: Int
  public let headers: Headers
  public let bytes: [UInt8]

  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var location: String { headers["Location"] ?? "" }
  /// The body as JSON; null where it is none.
  public var json: JSON { (try? JSON(parsing: bytes)) ?? .null }

  /// The value of the first input with that name, as typed: entities are turned back.
  public func input(_ name: String) -> String? {
    guard let tag = tag(containing: "name=\"\(name)\"") else { return nil }
    return Self.attribute("value", in: tag).map(Self.unescaped)
  }

  private func tag(containing mark: String) -> Substring? {
    guard let found = text.firstRange(of: mark) else { return nil }
    let start = text[..<found.lowerBound].lastIndex(of: "<") ?? text.startIndex
    let end = text[found.upperBound...].firstIndex(of: ">") ?? text.endIndex
    return text[start..<end]
  }

  private static func attribute(_ name: String, in tag: Substring) -> Substring? {
    guard let start = tag.firstRange(of: " \(name)=\"")?.upperBound,
      let end = tag[start...].firstIndex(of: "\"")
    else { return nil }
    return tag[start..<end]
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = String(text)
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"),
      ("&amp;", "&"),
    ] {
      result = result.split(separator: entity, omittingEmptySubsequences: false)
        .joined(separator: character)
    }
    return result
  }
}
