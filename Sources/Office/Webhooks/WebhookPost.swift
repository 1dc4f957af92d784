import Commerce

/// One try to bring a message: the address is looked up, checked, and the connection goes to the
/// very address that was checked, whatever the name means a moment later (DNS rebinding).
struct WebhookPost: Sendable {
  let program: String
  /// Whether `http` and addresses of this machine and its net will do.
  let allowsPrivate: Bool
  /// How long a receiver may take, in whole seconds, until its last octet.
  var patience = Duration.seconds(7)

  func send(_ body: String, to address: String, _ headers: [String]) -> WebhookAnswer {
    let url: WebhookURL
    do { url = try WebhookURL(address, allowsPlain: allowsPrivate) } catch {
      return .failure("not an address that webhooks go to")
    }
    let found = NetworkAddress.resolve(url.host)
    guard !found.isEmpty else { return .failure("the name \(url.host) is not known") }
    let allowed = found.filter { text in
      allowsPrivate || NetworkAddress(text)?.isPublic ?? false
    }
    guard !allowed.isEmpty else {
      return .failure("\(url.host) is an address of a private net: \(found[0])")
    }
    return Curl(program: program).post(body, url, addresses: allowed, headers, patience)
  }
}

extension WebhookAnswer {
  static func failure(_ error: String) -> WebhookAnswer {
    WebhookAnswer(status: 0, contentType: "", body: [], error: error)
  }
}
