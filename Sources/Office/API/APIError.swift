import Commerce
import HTTP

/// The error body of the Storefront API:
/// `{"error":{"code":"...","message":"...","fields":[{"field":"...","message":"..."}]}}`.
enum APIError {
  static func response(_ failure: Failure, strings: Strings, locale: Locale) -> Response {
    var response = Response.json(
      body(failure, strings: strings, locale: locale), failure.status)
    if case .unauthenticated = failure {
      // RFC 9110 11.6.1: a 401 says which scheme is wanted.
      response.headers.append("WWW-Authenticate", "Bearer")
    }
    failure.complete(&response)
    return response
  }

  static func body(_ failure: Failure, strings: Strings, locale: Locale) -> [UInt8] {
    var error: [(String, JSON)] = [
      ("code", .string(code(failure))),
      ("message", .string(strings.text(message(failure), locale))),
    ]
    if case .invalid(let problems) = failure {
      let fields = problems.map { problem in
        JSON.object([
          ("field", .string(problem.field)),
          ("message", .string(strings.text(problem.message, locale))),
        ])
      }
      error.append(("fields", .array(fields)))
    }
    return JSON.object([("error", .object(error))]).bytes
  }

  private static func message(_ failure: Failure) -> Message {
    if case .unauthenticated = failure { return Message("errors.key") }
    return failure.message
  }

  private static func code(_ failure: Failure) -> String {
    switch failure {
    case .notFound: "not_found"
    case .unauthenticated: "unauthenticated"
    case .forbidden, .crossSite, .staleForm, .program: "forbidden"
    case .wrongMethod: "method_not_allowed"
    case .conflict: "conflict"
    case .malformed: "malformed"
    case .invalid, .unknownFields: "invalid"
    case .tooLarge: "too_large"
    case .unsupported: "unsupported_media_type"
    case .tooMany: "too_many_requests"
    case .fault: "internal"
    case .unavailable: "unavailable"
    }
  }
}
