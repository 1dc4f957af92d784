import Glibc

/// Posts through the system's `curl`, as mails go through its sendmail. The product has no TLS of
/// its own, and Foundation's URLSession can neither be told which address to connect to, which the
/// check of addresses needs, nor be linked without 14 MB more of memory and 30 ms more of a start.
struct Curl: Sendable {
  /// Octets of an answer that are read; then the connection is cut.
  static let limit = 64 << 10

  let program: String

  /// - Parameters:
  ///   - addresses: of the host, checked; no other is connected to.
  ///   - headers: whole lines without quotes.
  func post(
    _ body: String, _ url: WebhookURL, addresses: [String], _ headers: [String],
    _ patience: Duration
  ) -> WebhookAnswer {
    let text = configuration(body, url, addresses, headers, patience)
    guard let input = TemporaryFile(), input.fill(Array(text.utf8)), let errors = TemporaryFile()
    else { return .failure("no temporary file") }
    let child: ChildProcess
    do throws(MailError) {
      child = try ChildProcess(
        // Everything else stands in the standard input: arguments are read by everybody.
        [program, "-q", "--config", "-"], input: input.descriptor, errors: errors.descriptor,
        inheriting: ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"])
    } catch {
      return .failure("\(program) does not start; it is needed to call webhooks")
    }
    let output = child.read(limit: Self.limit, patience: patience + .milliseconds(500))
    let status = child.end()
    if let answer = Self.answer(output) { return answer }
    let words = errors.start(300)
    return .failure(words.isEmpty ? "curl ended with \(status)" : words)
  }

  private func configuration(
    _ body: String, _ url: WebhookURL, _ addresses: [String], _ headers: [String],
    _ patience: Duration
  ) -> String {
    let targets = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
    let host = url.host.contains(":") ? "[\(url.host)]" : url.host
    let lines =
      [
        "url = \(Self.quoted(url.text))", "request = \"POST\"",
        "data-raw = \(Self.quoted(body))", "resolve = \"\(host):\(url.port):\(targets)\"",
        "proto = \"=\(url.isSecure ? "https" : "http")\"", "noproxy = \"*\"", "globoff",
        "max-redirs = 0", "http1.1", "include", "silent", "show-error", "no-keepalive",
        "max-time = \(patience.components.seconds)", "connect-timeout = 5", "tlsv1.2",
        "user-agent = \"SellerDesk\"", "header = \"Content-Type: application/json\"",
        "header = \"Accept: application/json\"", "header = \"Expect:\"",
      ] + headers.map { "header = \(Self.quoted($0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// As curl's configuration files want it.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// The final head and what there is of a body; nil where no head has come.
  private static func answer(_ output: [UInt8]) -> WebhookAnswer? {
    var rest = output[...]
    while true {
      guard rest.starts(with: "HTTP/".utf8) else { return nil }
      let (head, body) = MailParts.split(rest.drop { $0 != 0x0A }.dropFirst())
      let line = String(decoding: rest.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
      let words = line.split(separator: " ")
      guard words.count > 1, let status = Int(words[1]) else { return nil }
      if (100..<200).contains(status) {
        rest = body
        continue
      }
      return WebhookAnswer(
        status: status, contentType: head["content-type"] ?? "", body: Array(body))
    }
  }
}
