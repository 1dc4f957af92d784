import HTTP

extension Exchange {
  /// The value of a cookie of ours.
  func cookie(_ name: String) -> String? { request.cookie(cookieName(name)) }

  /// Sets a cookie that scripts can't read and other sites' forms don't send.
  /// - Parameter seconds: how long the browser keeps it; 0 deletes it.
  func setCookie(_ name: String, _ value: String, seconds: Int64) {
    var cookie = Cookie(name: cookieName(name), value: value)
    cookie.maxAge = seconds
    cookie.isSecure = kernel.configuration.isSecure
    cookies.append(cookie.headerValue)
  }

  /// Over https the name binds the cookie to this very host (RFC 6265bis 4.1.3.2).
  private func cookieName(_ name: String) -> String {
    kernel.configuration.isSecure ? "__Host-" + name : name
  }
}
