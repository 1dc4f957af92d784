import HTTP

@testable import Office

/// Somebody signed in.
struct KernelBrowser {
  let token: SessionToken
  let session: Session
  var headers: KernelHouse.Fields { [("Cookie", "session=\(token.text)")] }
  var formToken: (name: String, value: String) { ("_token", session.formToken) }
}
