import HTTP

/// The JSON body of a request.
enum JSONBody {
  /// In bytes, whatever the route takes: a document is held in memory as a whole.
  static let limit = 1 << 20

  static func decode(_ request: Request) throws(Failure) -> JSON {
    guard isJSON(request.header("content-type")) else { throw .unsupported }
    let bytes = try bytes(of: request)
    let value: JSON
    do {
      value = try JSON(parsing: bytes)
    } catch {
      throw .malformed(Message("errors.json.malformed", ["detail": "\(error)"]))
    }
    guard case .object = value else { throw .malformed(Message("errors.json.object")) }
    return value
  }

  /// The whole body; what was spooled to disk is read back.
  static func bytes(of request: Request) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]?
    do { bytes = try request.body.bytes(upTo: limit) } catch { throw .unavailable }
    guard let bytes else { throw .tooLarge }
    return bytes
  }

  /// No type at all is taken as JSON; another type is refused.
  private static func isJSON(_ type: String?) -> Bool {
    guard let type else { return true }
    let essence = type.prefix { $0 != ";" && $0 != " " }
    return essence.lowercased() == "application/json"
  }
}
