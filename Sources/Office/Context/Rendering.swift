import Commerce
import HTTP
import SQL
import Template

extension Exchange {
  /// Most pages are smaller; a larger one grows once.
  private static let pageBytes = 48 << 10

  func render<P: Page>(_ page: P, status: Status) -> Response {
    guard let template = wording.templates.template(P.self) else {
      kernel.report(BootError("the page \(P.template) is declared by no module"), self)
      return .plain(.internalError)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.pageBytes)
    template.render(page, frame(of: P.self), locale: locale.index, into: &bytes)
    var response = Response.html(bytes, status)
    // The language is the member's, the cookie's or the browser's (RFC 9110 12.5.5).
    response.headers.append("Vary", "Accept-Language, Cookie")
    return response
  }

  private func frame<P: Page>(of _: P.Type) -> Frame {
    let menu = member.map { wording.menus.menu(of: $0.role, in: locale) }
    var frame = Frame(
      lang: locale.tag, member: member, roleName: menu?.roleName ?? "",
      navigation: P.self == ErrorPage.self ? [] : navigation(menu),
      languages: LanguageChoice.all(locale), returnPath: returnPath,
      formToken: session?.formToken ?? "", requestID: request.id,
      version: kernel.configuration.version, flash: takeFlash())
    if P.self != ErrorPage.self, let member, let scope = member.sellerScope {
      frame.unread = unread(of: member, scope)
      frame.unreadText = wording.strings.text(
        Message("notices.bell", count: frame.unread), locale)
    }
    return frame
  }

  /// As with the menu's counts: without it the page is still a page.
  private func unread(of member: Member, _ scope: SellerScope) -> Int64 {
    do {
      return try counters(of: scope)[NoticeStore.counter(member.id)] ?? 0
    } catch {
      kernel.report(error, self)
      return 0
    }
  }

  private var returnPath: String {
    request.method == .get || request.isHead ? request.rawTarget : "/"
  }

  /// A menu without its counts is still a way out of a page, so a fault in them is only logged.
  private func navigation(_ menu: Menu?) -> [NavigationLink] {
    guard let menu else { return [] }
    var links = menu.links(at: request.path)
    do {
      if menu.isCounting { try eachCounter { menu.note($0, $1, on: &links) } }
    } catch {
      kernel.report(error, self)
    }
    return links
  }

  private func eachCounter(_ body: (String, Int64) -> Void) throws(SQLError) {
    if let scope = member?.sellerScope {
      for (name, value) in try counters(of: scope) { body(name, value) }
    } else {
      try Counters.each(in: local.reader.open, body)
    }
  }

  private func takeFlash() -> FlashView? {
    guard let cookie = cookie(Flash.name) else { return nil }
    setCookie(Flash.name, "", seconds: 0)
    guard let flash = Flash(cookie: cookie), wording.strings.contains(flash.message.key) else {
      return nil
    }
    return FlashView(text: wording.strings.text(flash.message, locale), tone: flash.tone)
  }
}
