import Commerce
import Foundation
import HTTP
import OfficeTesting
import SQL
import Synchronization
import Testing

@testable import Office

/// The kernel with probes alone, asked in the process as the server asks it: two shops, one
/// thread whose caches live on between requests.
final class KernelHouse {
  static let noon = Instant(milliseconds: 1_795_435_200_000)
  static let home = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

  let office: Office
  let clock = Clock(fixed: KernelHouse.noon)
  let folder: String
  let local: Local
  let shop: SellerID
  private let lines = Lines()

  /// What the operator was told.
  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  init(https: Bool = false) throws {
    folder = "\(OfficeClient.disk)/kernel-\(UUID().uuidString)"
    let configuration = Configuration(
      data: folder, home: Self.home, publicURL: https ? "https://desk.example" : nil)
    let lines = lines
    let boot = OfficeBoot(modules: [ProbeModule.self]) { _ in [ProbeModule()] }
    office = try Prepared.office(boot, configuration, clock: clock) { line in
      lines.all.withLock { $0.append(line) }
    }
    local = try office.makeLocal(.worker)
    let new = NewShop(name: "Polyana Home", currency: "RUB", timeZone: "UTC")
    let made = try Accounts(database: office.kernel.database).add(
      NewMember(email: "owner@one.example", name: "Vera", role: .owner, shop: nil, newShop: new),
      hash: "-", at: Self.noon)
    shop = try #require(made.shop)
  }

  deinit {
    office.kernel.database.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var log: [String] { lines.all.withLock { $0 } }

  /// A member with a session that began now.
  func browser(_ role: Role) throws -> KernelBrowser {
    let database = office.kernel.database
    let made = try Accounts(database: database).add(
      NewMember(
        email: "\(UUID().uuidString)@one.example", name: "Ilya", role: role,
        shop: role.isPlatform ? nil : shop), hash: "-", at: Self.noon)
    let token = SessionToken()
    try database.writer.write { transaction in
      try SessionStore.insert(
        token, member: made.member, shop: made.shop?.raw ?? 0, from: clock.now(),
        to: clock.now() + .hours(24), address: "", agent: "", in: transaction)
    }
    let session = try #require(
      try SessionStore.find(
        token.hash, at: clock.now(), secret: office.kernel.secret, in: local.reader.open))
    return KernelBrowser(token: token, session: session)
  }

  func key() throws -> String {
    try Accounts(database: office.kernel.database).addKey(
      name: "front", scope: .storefront, at: Self.noon)
  }

  typealias Fields = [(name: String, value: String)]

  func send(
    _ method: HTTP.Method, _ target: String, _ headers: Fields = [], body: [UInt8] = []
  ) throws -> Response {
    let length: Fields = body.isEmpty ? [] : [("Content-Length", "\(body.count)")]
    let request = try Request(
      method, target, headers: headers + length, body: body.isEmpty ? .empty : .bytes(body))
    return office.respond(request, local)
  }

  func get(
    _ target: String, as browser: KernelBrowser? = nil, _ headers: Fields = []
  ) throws -> Response {
    try send(.get, target, headers + (browser?.headers ?? []))
  }

  /// A form; without a token unless `fields` has it.
  func post(
    _ target: String, _ fields: Fields = [], as browser: KernelBrowser? = nil,
    _ headers: Fields = [("Sec-Fetch-Site", "same-origin")]
  ) throws -> Response {
    let pairs = fields.map { "\($0.name)=\(PercentDecoding.encode($0.value))" }
    let type: Fields = [("Content-Type", "application/x-www-form-urlencoded")]
    return try send(
      .post, target, headers + type + (browser?.headers ?? []),
      body: Array(pairs.joined(separator: "&").utf8))
  }
}

extension Response {
  var code: Int { Int(status.code) }

  var text: String {
    if case .bytes(let bytes) = body { return String(decoding: bytes, as: UTF8.self) }
    return ""
  }

  var json: JSON { (try? JSON(parsing: Array(text.utf8))) ?? .null }
}
