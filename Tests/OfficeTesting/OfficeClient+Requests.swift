import Commerce
import HTTP
import Office
import Synchronization

extension OfficeClient {
  /// A page as a browser asks for it.
  public func get(
    _ path: String, as person: Person? = nil, headers: [(name: String, value: String)] = []
  ) throws -> Answer {
    try send(.get, path, headers + Self.cookies(person))
  }

  /// A form as our own page posts it, with the session's token.
  public func post(
    _ path: String, _ fields: [(String, String)] = [], as person: Person? = nil
  ) throws -> Answer {
    let pairs = fields + token(person)
    let text = pairs.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&")
    return try post(
      path, type: "application/x-www-form-urlencoded", Array(text.utf8), as: person)
  }

  /// A form with files, as multipart/form-data (RFC 7578).
  public func post(
    _ path: String, _ fields: [(String, String)], files: [TestFile], as person: Person? = nil
  ) throws -> Answer {
    var body: [UInt8] = []
    for (name, value) in fields + token(person) {
      body += Array(
        "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
          .utf8)
    }
    for file in files {
      body += Array(
        """
        --\(Self.boundary)\r\nContent-Disposition: form-data; name="\(file.field)"; \
        filename="\(file.name)"\r\nContent-Type: application/octet-stream\r\n\r\n
        """.utf8)
      body += file.bytes + [0x0D, 0x0A]
    }
    body += Array("--\(Self.boundary)--\r\n".utf8)
    return try post(
      path, type: "multipart/form-data; boundary=\(Self.boundary)", body, as: person)
  }

  /// Any body at all; hostile ones too. The session's token is not added.
  public func post(
    _ path: String, type: String, _ body: [UInt8], as person: Person? = nil,
    headers: [(name: String, value: String)] = []
  ) throws -> Answer {
    try send(
      .post, path,
      headers + Self.cookies(person) + [
        ("Content-Type", type), ("Content-Length", "\(body.count)"),
        ("Sec-Fetch-Site", "same-origin"),
      ], body)
  }

  /// A JSON body as a program sends it.
  public func post(
    _ path: String, json: JSON, key: String, headers: [(name: String, value: String)] = []
  ) throws -> Answer {
    try send(
      .post, path,
      headers + [("Authorization", "Bearer \(key)"), ("Content-Type", "application/json")],
      json.bytes)
  }

  /// The token's field, as every form of ours carries it.
  public func token(_ person: Person?) -> [(String, String)] {
    person.map { [("_token", $0.formToken)] } ?? []
  }

  /// Any request; calls may run side by side.
  public func send(
    _ method: Method, _ path: String, _ headers: [(name: String, value: String)],
    _ body: [UInt8] = []
  ) throws -> Answer {
    let request = try Request(
      method, path, headers: headers, body: body.isEmpty ? .empty : .bytes(body))
    let response = office.respond(request, try local(method == .get ? .inline : .worker))
    return Answer(
      status: Int(response.status.code), headers: response.headers,
      bytes: try Self.bytes(of: response.body))
  }

  private static let boundary = "office-testing-8f2c"

  private static func cookies(_ person: Person?) -> [(name: String, value: String)] {
    person.map { [("Cookie", $0.cookie)] } ?? []
  }

  private static func encode(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
      default: "%" + Hex.encode([byte])
      }
    }.joined()
  }

  static func bytes(of content: Response.Content) throws -> [UInt8] {
    switch content {
    case .none, .events: []
    case .bytes(let bytes): bytes
    case .shared(let shared): shared.bytes
    case .file(let file, let range):
      try file.read(at: range.lowerBound, count: Int(range.upperBound - range.lowerBound))
    }
  }
}
