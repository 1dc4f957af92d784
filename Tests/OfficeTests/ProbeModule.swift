import Commerce
import Foundation
import HTTP
import SQL
import Template

@testable import Office

extension SellerPermission {
  static let probe = SellerPermission("probes.view", [.owner, .viewer])
}

extension PlatformPermission {
  static let probe = PlatformPermission("probes.moderate", [.moderator])
}

/// A page with nothing of its own.
struct ProbePage: Page {
  static let template = "errors/error"
  let text: String
  static let fields: [Field<ProbePage>] = [
    .integer("code") { _ in 1 }, .text("title") { $0.text }, .text("text") { $0.text },
    .optional("kept") { _ in KeptForm?.none }, .optional("back") { _ in URLText?.none },
  ]
}

/// A route for each rule and each way to fail.
struct ProbeModule: Module {
  static let name = "Probe"
  static let migrations: [Migration] = []
  static let pages: [PageBinding] = [.page(ProbePage.self)]
  static let failures: [String: any Error] = [
    "400": Failure.malformed(Message("errors.400.text")), "401": Failure.unauthenticated,
    "403": Failure.forbidden, "404": Failure.notFound, "405": Failure.wrongMethod([.post]),
    "409": Failure.conflict(Message("errors.409.text")), "413": Failure.tooLarge,
    "415": Failure.unsupported, "422": InvalidForm("title", Message("form.required")),
    "429": Failure.tooMany(seconds: 7), "500": Unforeseen(),
    "503": SQLError(code: 13, message: "database or disk is full"),
  ]

  struct Unforeseen: Error {}

  var routes: Routes {
    Routes {
      pages(&$0)
      acts(&$0)
      programs(&$0)
    }
  }

  private func pages(_ routes: inout Routes) {
    routes.get("/p/anyone", .anyone) { (_: PageContext<Visitor>) in .text("ok") }
    routes.get("/p/signed", .signedIn) { (_: PageContext<Account>) in .text("ok") }
    routes.get("/p/seller", .requires(.probe)) { (_: PageContext<SellerScope>) in .text("ok") }
    routes.get("/p/platform", .requires(.probe)) { (_: PageContext<PlatformScope>) in .text("ok") }
    routes.get("/p/page", .anyone) { (context: PageContext<Visitor>) in
      context.render(ProbePage(text: "probe"))
    }
    routes.get("/p/cached", .signedIn) { (_: PageContext<Account>) in
      var response = Response.text("picture")
      response.headers.append("Cache-Control", "public, max-age=60")
      return response
    }
    routes.get("/p/slow", .anyone) { (_: PageContext<Visitor>) in
      usleep(8_000)
      return .text("late")
    }
    routes.get("/p/fail/:name", .anyone) { (context: PageContext<Visitor>, name: String) in
      _ = context.redirect(to: "/", flash: Flash("form.required"))
      throw Self.failures[name] ?? Failure.notFound
    }
  }

  private func acts(_ routes: inout Routes) {
    routes.post("/p/anyone", .anyone) { (context: WorkContext<Visitor>) in
      .text(context.member == nil ? "visitor" : "member")
    }
    routes.post("/p/signed", .signedIn, bodyLimit: 1_000) { (_: WorkContext<Account>) in
      .text("ok")
    }
    routes.post("/p/seller", .requires(.probe)) { (_: WorkContext<SellerScope>) in .text("ok") }
    routes.post("/p/platform", .requires(.probe)) { (_: WorkContext<PlatformScope>) in .text("ok") }
    routes.post("/p/note", .requires(.probe)) { (context: WorkContext<SellerScope>) in
      let form = try context.form()
      _ = (form.first("note"), form.all("id"), form.files("picture"))
      try context.write(Act("probe.counted", "probe", 1)) {
        try Counters.add(1, to: "probes.all", in: $0)
      }
      return .text("ok")
    }
    routes.post("/p/broken", .signedIn) { (_: WorkContext<Account>) in throw Unforeseen() }
    routes.post("/p/count/:amount", .requires(.probe)) {
      (context: WorkContext<SellerScope>, amount: String) in
      let fails = try context.form().first("fails") != nil
      try context.write(Act("probe.counted", "probe", 1)) { transaction in
        try Counters.add(Int64(amount) ?? 0, to: "probes.all", in: transaction)
        if fails { throw Failure.conflict(Message("x")) }
      }
      return .text("ok")
    }
  }

  private func programs(_ routes: inout Routes) {
    routes.get("/storefront/probe", .key(.storefront)) { (_: PageContext<APIClient>) in
      .json(JSON.object([("ok", true)]).bytes)
    }
    routes.get("/storefront/fail/:name", .key(.storefront)) {
      (_: PageContext<APIClient>, name: String) in
      throw Self.failures[name] ?? Failure.notFound
    }
    routes.post("/storefront/once", .key(.storefront)) { (context: WorkContext<APIClient>) in
      let body = try context.json()
      return try context.once(Act("probe.once", "probe", 1)) { transaction in
        try Counters.addPlatform(1, to: "probes.once", in: transaction.transaction)
        if case .string(let key)? = body["fail"] { throw Failure.conflict(Message(key)) }
        let count = try Counters.platform(in: transaction.transaction.open.reader)["probes.once"]
        return APIAnswer(status: 201, body: JSON.object([("n", .integer(count ?? 0))]).bytes)
      }
    }
  }
}
