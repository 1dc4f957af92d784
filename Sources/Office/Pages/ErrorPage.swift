import HTTP
import Template

/// One page per status: what happened, what was kept, what to do next.
struct ErrorPage: Page {
  static let template = "errors/error"

  let code: UInt16
  let title: String
  let text: String
  let kept: KeptForm?
  /// The page whose form was wrong.
  let back: URLText?

  static let fields: [Field<ErrorPage>] = [
    .integer("code") { Int64($0.code) },
    .text("title") { $0.title },
    .text("text") { $0.text },
    .optional("kept") { $0.kept },
    .optional("back") { $0.back },
  ]
}

extension Exchange {
  /// The answer to a request that failed.
  func answer(_ failure: Failure) -> Response {
    if dialect == .seller {
      var response = SellerError(failure, strings: wording.strings, locale: locale).response
      failure.complete(&response)
      return response
    }
    if isAPI { return APIError.response(failure, strings: wording.strings, locale: locale) }
    if case .unauthenticated = failure, request.method == .get || request.isHead {
      return .redirect(to: "/sign-in?return=" + PercentDecoding.encode(request.rawTarget))
    }
    let code = failure.status.code
    let kept = kept(failure)
    var message = failure.message
    if case .unauthenticated = failure, kept != nil { message = Message("errors.401.kept") }
    let page = ErrorPage(
      code: code, title: wording.strings.text(failure.title, locale),
      text: wording.strings.text(message, locale), kept: kept, back: back(failure))
    var response = render(page, status: failure.status)
    if case .unauthenticated = failure {
      // RFC 9110 11.6.1 wants a challenge; browsers leave an unknown scheme to the page.
      response.headers.append("WWW-Authenticate", "Form realm=\"SellerDesk\"")
    }
    failure.complete(&response)
    return response
  }
}
