import Commerce
import HTTP
import Office
import SQL

/// How pages look to the member.
private enum Theme: String, CaseIterable {
  case system, light, dark

  /// As the profile stores it: empty follows the system.
  var stored: String { self == .system ? "" : rawValue }
}

struct SettingsController: Sendable {
  static let setKeys = Command("update member set keys_off = ? where id = ?")
  static let setTheme = Command("update member set theme = ? where id = ?")

  func show(_ context: PageContext<Account>) throws -> Response {
    try page(context)
  }

  func theme(_ context: WorkContext<Account>) throws -> Response {
    var form = FormReader(try context.form())
    guard let theme = form.choice("theme", Theme.self) else {
      return try page(context, form.problems)
    }
    let member = context.scope.member.id
    try context.write(Act("profile.theme", "member", member.raw, detail: theme.rawValue)) {
      _ = try $0.open.run(Self.setTheme, theme.stored, member.raw)
    }
    context.kernel.forgetSessions()
    return context.redirect(to: "/settings", flash: Flash("security.settings.themeSaved"))
  }

  func keys(_ context: WorkContext<Account>) throws -> Response {
    let isOff = try context.form().first("keys") == nil
    let member = context.scope.member.id
    try context.write(
      Act("profile.keys", "member", member.raw, detail: isOff ? "off" : "on")
    ) {
      _ = try $0.open.run(Self.setKeys, isOff, member.raw)
    }
    context.kernel.forgetSessions()
    return context.redirect(to: "/settings", flash: Flash("security.settings.keysSaved"))
  }

  func password(_ context: WorkContext<Account>) throws -> Response {
    let fields = try context.form()
    do {
      try context.changePassword(
        from: fields.first("current_password") ?? "", to: fields.first("new_password") ?? "")
    } catch let invalid as InvalidForm {
      return try page(context, invalid.problems)
    }
    return context.redirect(to: "/settings", flash: Flash("security.settings.passwordSaved"))
  }

  private func page<C: RequestContext>(
    _ context: C, _ problems: [Problem] = []
  ) throws -> Response where C.Scope == Account {
    let member = context.scope.member
    let themes = Theme.allCases.map { theme in
      OptionView(
        value: theme.rawValue, label: context.text("security.settings.theme.\(theme.rawValue)"),
        isSelected: theme.stored == member.theme)
    }
    let signIns = try MemberSessions.recent(of: member.id, in: context.open)
    let current = field(context, "current_password", "current-password", problems)
    let new = field(context, "new_password", "new-password", problems)
    return context.render(
      SettingsPage(
        name: member.name, email: member.email,
        role: context.text("layout.role.\(member.role.rawValue)"),
        lastSignIn: signIns.first.map { context.time($0.at) } ?? "–", themes: themes,
        usesKeys: member.usesKeys, mayEditShop: member.may(.editShop),
        mayManageKeys: member.may(.manageKeys), mayManageWebhooks: member.may(.manageWebhooks),
        errors: context.summary(problems, of: [current, new]), current: current, new: new),
      status: problems.isEmpty ? .ok : .unprocessable)
  }

  private func field<C: RequestContext>(
    _ context: C, _ name: String, _ autocomplete: String, _ problems: [Problem]
  ) -> FieldView {
    var view = FieldView(name, label: context.text("security.settings.\(name)"))
    view.type = "password"
    view.autocomplete = autocomplete
    view.error = context.error(of: name, in: problems)
    if name == "new_password" { view.hint = context.text("security.settings.newHint") }
    return view
  }
}
