import Commerce
import HTTP
import SQL

/// What the kernel answers itself: health for whoever watches the process, and the language.
struct KernelRoutes {
  let kernel: Kernel

  var routes: Routes {
    Routes {
      $0.get("/healthz", .anyone) { _ in .text("ok") }
      $0.get("/readyz", .anyone) { context in try ready(context) }
      $0.post("/language", .anyone, bodyLimit: 4 << 10) { context in try language(context) }
      if let token = kernel.configuration.metricsToken {
        $0.get("/metrics", .anyone, lane: .worker, MetricsRoute(token: token).show)
      }
    }
  }

  private static let probe = Query<Int64>("select count(*) from setting") { (count: Int64) in count
  }

  /// Ready when a page's reader can read.
  private func ready(_ context: PageContext<Visitor>) throws -> Response {
    _ = try context.open.first(Self.probe)
    return .text("ready")
  }

  private static let setLocale = Command("update member set locale = ? where id = ?")

  /// The language of this browser, and of the profile where somebody is signed in.
  private func language(_ context: WorkContext<Visitor>) throws -> Response {
    let form = try context.form()
    guard let locale = form.first("locale").flatMap(Locale.init(rawValue:)) else {
      throw Failure.malformed(Message("errors.400.text"))
    }
    let target = LocalPath.checked(form.first("return")) ?? "/"
    try context.exchange.exchange.checkFields()
    if let member = context.member { try store(locale, of: member, context) }
    context.exchange.exchange.setCookie(
      LocaleNegotiation.cookie, locale.rawValue, seconds: 365 * 24 * 3_600)
    return context.redirect(to: target)
  }

  private func store(
    _ locale: Locale, of member: Member, _ context: WorkContext<Visitor>
  ) throws {
    let act = Act("profile.language", "member", member.id.raw, detail: locale.rawValue)
    let entry = context.auditEntry(act, shop: member.shop?.raw)
    try kernel.database.writer.write { transaction in
      _ = try transaction.open.run(Self.setLocale, locale.rawValue, member.id.raw)
      try Audit.append(entry, in: transaction)
    }
    kernel.forgetSessions()
  }
}

/// A path to return to after an act. Only paths of this site: never `//host` or a scheme.
public enum LocalPath {
  public static func checked(_ path: String?) -> String? {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"),
      path.utf8.count <= 2_000, path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C })
    else { return nil }
    return path
  }
}
