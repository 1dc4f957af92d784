import HTTP
import Office

struct SignInController: Sendable {
  func new(_ context: PageContext<Visitor>) throws -> Response {
    let target = LocalPath.checked(context.request.query.first("return")) ?? "/"
    if context.member != nil { return context.redirect(to: target) }
    return context.render(SignInPage(email: "", returnTo: target, errors: nil))
  }

  func create(_ context: WorkContext<Visitor>) throws -> Response {
    let form = FormReader(try context.form())
    let email = form.typed("email")
    let target = LocalPath.checked(form.typed("return")) ?? "/"
    let password = form.fields.first("password") ?? ""
    guard !email.isEmpty, !password.isEmpty, email.utf8.count <= 254, password.utf8.count <= 256
    else { return again(context, email, target, Message("security.signIn.empty")) }
    switch try context.signIn(email: email, password: password) {
    case .signedIn:
      return context.redirect(to: target)
    case .refused:
      return again(context, email, target, Message("security.signIn.wrong"))
    case .wait(let seconds):
      let text = Message(
        "security.signIn.wait", ["seconds": "\(seconds)"], count: Int64(seconds))
      var response = again(context, email, target, text, status: .tooManyRequests)
      response.headers.append("Retry-After", "\(seconds)")
      return response
    }
  }

  func remove(_ context: WorkContext<Account>) throws -> Response {
    try context.signOut()
    return context.redirect(to: "/sign-in", flash: Flash("security.signOut.done"))
  }

  /// The form again, with what was typed; never the password.
  private func again(
    _ context: WorkContext<Visitor>, _ email: String, _ target: String, _ problem: Message,
    status: Status = .unprocessable
  ) -> Response {
    let errors = ErrorSummary([ProblemView(field: "email", text: context.text(problem))])
    return context.render(
      SignInPage(email: email, returnTo: target, errors: errors), status: status)
  }
}
