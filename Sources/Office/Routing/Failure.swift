import HTTP
import SQL

/// Why a request can't be served, in terms of the answer it gets.
public enum Failure: Error, Sendable {
  /// No such thing, or not in this shop: the two must look the same. 404.
  case notFound
  /// Not signed in. Pages redirect to the sign-in page; acts and programs get 401.
  case unauthenticated
  /// Signed in without the right. 403.
  case forbidden
  /// The request was not made by our own page. 403.
  case crossSite
  /// Our own page sent it, in another session or before it began. 403.
  case staleForm
  /// The path takes these methods only. 405.
  case wrongMethod([Method])
  /// The object is in a state that does not allow it; the message says in which. 409.
  case conflict(Message)
  /// Malformed request: nothing to show again. 400.
  case malformed(Message)
  /// Fields that can't be accepted, for programs. Pages show their form again instead. 422.
  case invalid([Problem])
  /// Form fields that the act does not know. 422.
  case unknownFields([String])
  /// Larger than the route takes. 413.
  case tooLarge
  /// A media type the route does not take. 415.
  case unsupported
  /// Too many tries. 429 with Retry-After in seconds.
  case tooMany(seconds: Int)
  /// A refusal in the words of the Seller API.
  case program(SellerError)
  /// A fault of ours; its cause is in the log beside the request's id. 500.
  case fault
  /// The disk is full or the database busy: reading goes on. 503.
  case unavailable
}

extension Failure {
  /// Any error a handler let through, as an answer; nil for a fault of ours (500).
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as SellerError: self = .program(error)
    case let error as SQLError where error.isFull || error.isBusy: self = .unavailable
    case let error as FormError: self = error.failure
    case let error as InvalidForm: self = .invalid(error.problems)
    case let error as FieldProblems:
      self = .invalid(error.all.map { Problem($0.path, Message($0.textKey)) })
    default: return nil
    }
  }

  var status: Status {
    switch self {
    case .notFound: .notFound
    case .unauthenticated: .unauthorized
    case .forbidden, .crossSite, .staleForm: .forbidden
    case .wrongMethod: .methodNotAllowed
    case .conflict: .conflict
    case .malformed: .badRequest
    case .invalid, .unknownFields: .unprocessable
    case .tooLarge: .contentTooLarge
    case .unsupported: .unsupportedMediaType
    case .tooMany: .tooManyRequests
    case .program(let error): Status(error.status)
    case .fault: .internalError
    case .unavailable: .unavailable
    }
  }

  var title: Message {
    if case .staleForm = self { return Message("errors.staleForm.title") }
    return Message("errors.\(status.code).title")
  }

  var message: Message {
    switch self {
    case .conflict(let message), .malformed(let message): message
    case .crossSite: Message("errors.crossSite")
    case .staleForm: Message("errors.staleForm.text")
    case .unknownFields(let names):
      Message("errors.form.unknown", ["fields": names.joined(separator: "”, “")])
    case .invalid(let problems): problems.first?.message ?? Message("errors.422.text")
    default: Message("errors.\(status.code).text")
    }
  }

  /// Headers that the status asks for.
  func complete(_ response: inout Response) {
    switch self {
    case .tooMany(let seconds): response.headers.append("Retry-After", String(seconds))
    case .unavailable: response.headers.append("Retry-After", "5")
    // RFC 9110 15.5.6: a 405 names the methods that are allowed.
    case .wrongMethod(let allowed):
      response.headers.append("Allow", (allowed + [.options]).allowValue)
    default: break
    }
  }
}

extension FormError {
  /// The answer to a body that is no form.
  var failure: Failure {
    switch self {
    case .tooLarge: .tooLarge
    case .unsupportedType: .unsupported
    case .unreadable: .unavailable
    case .badEncoding(let field?): .malformed(Message("errors.form.encoding", ["field": field]))
    default: .malformed(Message("errors.form.malformed"))
    }
  }
}

extension Response {
  /// What may be done with a path (RFC 9110 9.3.7).
  static func options(_ allowed: [Method]) -> Response {
    var response = Response(.noContent)
    response.headers.append("Allow", (allowed + [.options]).allowValue)
    return response
  }
}
