import Commerce
import HTTP

/// A refusal of the Seller API: `{"code":3,"message":"...","details":[]}`. Codes are those of
/// gRPC; clients decide by the HTTP status and show the message.
public struct SellerError: Error, Sendable, Hashable {
  public let status: UInt16
  public let code: Int64
  public let message: String

  init(_ status: Status, _ code: Int64, _ message: String) {
    self.status = status.code
    self.code = code
    self.message = message
  }

  /// A field that can't be accepted. 400.
  public static func invalid(_ field: String, _ rule: String) -> SellerError {
    SellerError(.badRequest, 3, "Request validation error: invalid \(field): value \(rule)")
  }

  /// The thing is in a state that does not allow it. 400.
  public static func precondition(_ message: String) -> SellerError {
    SellerError(.badRequest, 9, message)
  }

  /// No such thing, or another seller's: the two look the same. 404.
  public static func notFound(_ message: String) -> SellerError {
    SellerError(.notFound, 5, message)
  }
}

extension SellerError {
  static let noKey = SellerError(
    .unauthorized, 16, "Client-Id and Api-Key headers are required")
  static let wrongKey = SellerError(
    .forbidden, 7, "Invalid Api-Key, please check the key and try again")
  static let deadKey = SellerError(
    .forbidden, 7, "Api-key is deactivated, use another one or generate a new one")
  static let wrongAddress = SellerError(
    .forbidden, 7, "Api-Key is restricted to specific IP addresses")
  static let blocked = SellerError(
    .forbidden, 7, "Company is blocked, please contact support")
  static let noRight = SellerError(
    .forbidden, 7, "Api-Key is missing a required role for a method")

  /// What any failure is in this API.
  init(_ failure: Failure, strings: Strings, locale: Locale) {
    let text = strings.text(failure.message, locale)
    switch failure {
    case .program(let error): self = error
    case .notFound: self.init(.notFound, 5, "Not found")
    case .unauthenticated: self = .noKey
    case .forbidden, .crossSite, .staleForm: self = .noRight
    case .wrongMethod: self.init(.methodNotAllowed, 12, "Method not allowed")
    case .conflict: self.init(.badRequest, 9, text)
    case .malformed: self.init(.badRequest, 3, text)
    case .invalid(let problems):
      let field = problems.first.map { "invalid \($0.field): " } ?? ""
      self.init(.badRequest, 3, "Request validation error: \(field)\(text)")
    case .unknownFields, .unsupported: self.init(.badRequest, 3, text)
    case .tooLarge: self.init(.contentTooLarge, 3, "The request is too large")
    case .tooMany:
      self.init(.tooManyRequests, 8, "You have reached request rate limit per second")
    case .fault: self.init(.internalError, 13, "Internal error")
    case .unavailable: self.init(.unavailable, 14, "Service unavailable, try again later")
    }
  }

  var response: Response {
    let body = JSON.object([
      ("code", .integer(code)), ("message", .string(message)), ("details", .array([])),
    ])
    return .json(body.bytes, Status(status))
  }
}
