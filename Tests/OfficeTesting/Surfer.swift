import Commerce
import Glibc
import HTTP
import Office

/// Somebody at a browser without scripts: keeps cookies, follows redirects where asked, sends
/// forms as they stand on the page. The requests take the real way through the office, in this
/// process.
public final class Surfer {
  public let office: Office
  public var language: Locale
  /// Sent with each request.
  public var cookies: [String: String]
  /// What a thread of the server has.
  private let local: () throws -> Local
  /// Of the session's forms; empty for a visitor.
  public private(set) var token: String

  public init(_ office: Office, language: Locale) throws {
    self.office = office
    self.language = language
    cookies = [:]
    token = ""
    let only = try office.makeLocal(.worker)
    local = { only }
  }

  /// Somebody who is signed in, where there are cookies; shares what the client has for its threads.
  init(_ client: OfficeClient, language: Locale, cookies: [String: String], token: String = "") {
    office = client.office
    self.language = language
    self.cookies = cookies
    self.token = token
    local = { try client.local(.worker) }
  }

  /// Sends a request with nothing added but the cookies and the language.
  public func send(
    _ method: Method, _ target: String, _ headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) throws -> Answer {
    var fields = headers
    fields.append(("Accept-Language", language.tag))
    if !cookies.isEmpty {
      let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      fields.append(("Cookie", pairs.joined(separator: "; ")))
    }
    if method != .get && method != .head {
      fields.append(("Content-Length", "\(body.count)"))
    }
    let request = try Request(
      method, target, headers: fields, body: body.isEmpty ? .empty : .bytes(body))
    let response = office.respond(request, try local())
    for cookie in response.headers.all("Set-Cookie") { keep(cookie) }
    return Answer(
      status: Int(response.status.code), headers: response.headers,
      bytes: try OfficeClient.bytes(of: response.body))
  }

  private func keep(_ cookie: String) {
    let pair = cookie.prefix { $0 != ";" }.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2 else { return }
    cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
  }

  public func get(_ target: String) throws -> Answer { try send(.get, target) }

  /// Goes where an answer redirects to; the answer itself where it does not.
  public func follow(_ answer: Answer) throws -> Answer {
    var answer = answer
    for _ in 0..<5 where answer.status == 303 { answer = try get(answer.location) }
    return answer
  }

  /// Posts a form of our own site with the session's token.
  public func post(_ target: String, _ fields: [(String, String)] = []) throws -> Answer {
    try post(target, fields.map { HTMLForm.Field(name: $0.0, value: $0.1) }, token: token)
  }

  /// Posts a form of our own site; without a token where none is given.
  public func post(
    _ target: String, _ fields: [HTMLForm.Field], token: String?, origin: String = "same-origin"
  ) throws -> Answer {
    let all = fields + (token.map { [HTMLForm.Field(name: "_token", value: $0)] } ?? [])
    let body = FormBody.urlencoded(all)
    return try send(
      .post, target,
      [("Sec-Fetch-Site", origin), ("Content-Type", "application/x-www-form-urlencoded")],
      body: body)
  }

  /// Sends a form by one of its buttons, chosen by the start of its text or the end of its address.
  public func submit(
    _ form: HTMLForm, by button: String? = nil, files: [FormBody.File] = []
  ) throws -> Answer {
    try submit(form, pressing: form.button(button), files: files)
  }

  public func submit(
    _ form: HTMLForm, pressing pressed: HTMLForm.Button?, files: [FormBody.File] = []
  ) throws -> Answer {
    var fields = form.fields
    if let pressed, !pressed.name.isEmpty {
      fields.append(HTMLForm.Field(name: pressed.name, value: pressed.value))
    }
    let target = pressed?.action ?? form.action
    guard form.method == "post" else {
      let query = String(decoding: FormBody.urlencoded(fields), as: UTF8.self)
      return try get(target + "?" + query)
    }
    let type: String
    let body: [UInt8]
    if form.isMultipart {
      type = "multipart/form-data; boundary=\(FormBody.boundary)"
      body = FormBody.multipart(fields, files)
    } else {
      type = "application/x-www-form-urlencoded"
      body = FormBody.urlencoded(fields)
    }
    return try send(
      .post, target, [("Sec-Fetch-Site", "same-origin"), ("Content-Type", type)], body: body)
  }

  /// Signs in through the page, as people do.
  public func signIn(_ email: String, _ password: String) throws -> Answer {
    guard var form = try get("/sign-in").document.forms(at: "/sign-in").first else {
      throw BootError("no form to sign in")
    }
    form["email"] = email
    form["password"] = password
    let answer = try submit(form)
    let settings = try get("/settings").document.forms(at: "/settings")
    token = settings.lazy.compactMap { $0["_token"] }.first ?? ""
    return answer
  }
}
