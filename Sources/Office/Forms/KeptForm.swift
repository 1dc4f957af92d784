import HTTP
import Template

/// What somebody typed into a form that could not be taken, to be read and sent again.
struct KeptForm: View {
  /// In bytes: what is read of a form whose session has ended, so of anybody.
  static let limit = 128 << 10

  let action: URLText
  let fields: [KeptField]
  let hasFiles: Bool
  /// The page with the form.
  let page: URLText
  let signIn: URLText

  static let fields: [Field<KeptForm>] = [
    .url("action") { $0.action },
    .list("fields") { $0.fields },
    .list("typed") { $0.fields.filter { !$0.value.isEmpty } },
    .flag("hasFiles") { $0.hasFiles },
    .url("page") { $0.page },
    .url("signIn") { $0.signIn },
  ]

  /// Whether the body of a form that nobody is signed in for is read, to give it back.
  static func mayRead(_ exchange: Exchange, for route: Route) -> Bool {
    let length = exchange.request.header("content-length").flatMap(Int.init) ?? 0
    return !exchange.isAPI && 1...min(limit, max(1, route.bodyLimit)) ~= length
      && CrossSite.isFromOurPage(exchange.request, exchange.kernel.configuration)
  }
}

struct KeptField: View {
  let name: String
  let value: String

  /// A secret is not written into a page.
  var isSecret: Bool { name.hasSuffix("password") }

  static let fields: [Field<KeptField>] = [
    .text("name") { $0.name },
    .text("value") { $0.value },
  ]
}

extension Exchange {
  /// The posted form, where sending it again can help; nil where it can't, and where no page of
  /// ours sent it.
  func kept(_ failure: Failure) -> KeptForm? {
    var dropped: Set = [CrossSite.field]
    switch failure {
    case .staleForm, .unauthenticated, .fault, .unavailable: break
    case .unknownFields(let names): dropped.formUnion(names)
    default: return nil
    }
    let length = request.header("content-length").flatMap(Int.init) ?? 0
    guard request.method == .post, length == request.body.count,
      CrossSite.isFromOurPage(request, kernel.configuration), let form = try? form()
    else { return nil }
    let fields = form.fields.map { KeptField(name: $0.name, value: $0.value) }
      .filter { !dropped.contains($0.name) }
    if fields.contains(where: \.isSecret) { return nil }
    return KeptForm(
      action: URLText(path: request.rawTarget), fields: fields,
      hasFiles: form.files.contains { $0.file.content.count > 0 }, page: URLText(path: sender),
      signIn: URLText(path: "/sign-in", query: [("return", sender)]))
  }

  /// The page to look at again after a form that could not be taken; nil where there is none.
  func back(_ failure: Failure) -> URLText? {
    switch failure {
    case .invalid, .conflict: break
    default: return nil
    }
    guard request.method == .post, sender != "/",
      CrossSite.isFromOurPage(request, kernel.configuration)
    else { return nil }
    return URLText(path: sender)
  }

  /// The page that sent the form, as far as the browser says; else the first page.
  private var sender: String {
    guard let referer = request.header("referer"),
      let start = referer.firstRange(of: "://\(request.host)/")?.upperBound
    else { return "/" }
    return LocalPath.checked("/" + referer[start...]) ?? "/"
  }
}
