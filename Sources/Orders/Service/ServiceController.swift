import Commerce
import HTTP
import Office
import SQL
import Template

/// The shop looks at its service and objects; the platform decides.
struct ServiceController: Sendable {
  private static let pageSize = 50

  func show(_ context: PageContext<SellerScope>) throws -> Response {
    let store = ServiceStore(rows: context.reader)
    let today = try store.day(of: context.now, context.kernel)
    let metric = Self.metric(context.request.query.first("metric")) ?? .cancellation
    let words = ServiceWords(context: context)
    let metrics = try store.metrics(today: today)
    let place = Self.place(context.request.query.first("after")) ?? (today, 0)
    let oldest = today - (ServiceMetrics.windows.max() ?? 0)
    var items = try context.reader.all(
      ServiceStore.items, metric, place.0, place.1, oldest, Self.pageSize + 1)
    let hasMore = items.count > Self.pageSize
    if hasMore { items.removeLast() }
    let older = items.last.flatMap { last in
      hasMore
        ? URLText(
          path: "/orders/service",
          query: [("metric", metric.word), ("after", "\(last.day).\(last.posting.raw)")]) : nil
    }
    return context.render(
      ServicePage(
        rates: words.rates(metrics, chosen: metric),
        title: context.text("service.items.\(metric.word)"),
        items: items.map { Self.view($0, context) },
        summary: context.text("service.summary", ["rate": words.text(metrics.rate(metric, 1))]),
        older: older))
  }

  func plead(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    guard let metric = Self.metric(context.request.query.first("metric")),
      let item = try context.reader.first(ServiceStore.item, metric, id.raw)
    else { throw Failure.notFound }
    return context.render(Self.page(context, item, nil))
  }

  func contest(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    var form = FormReader(try context.form())
    guard let metric = Self.metric(form.typed("metric")),
      let item = try context.reader.first(ServiceStore.item, metric, id.raw)
    else { throw Failure.notFound }
    let plea = form.text("plea", 10...1_000, lines: true)
    guard form.problems.isEmpty else {
      return context.render(Self.page(context, item, form), status: .unprocessable)
    }
    let path = "/orders/service?metric=\(metric.word)"
    do {
      try context.write(Act("service.contested", "posting", id.raw, detail: metric.word)) { tx in
        try ContestActs().contest(metric, id, plea, at: context.now, in: tx)
      }
      return context.redirect(to: path, flash: Flash("service.contest.sent"))
    } catch is SettledItem {
      return context.redirect(to: path, flash: Flash("service.contest.settled", tone: .warn))
    }
  }

  func contests(_ context: PageContext<PlatformScope>) throws -> Response {
    let rows = try context.reader.all(ServiceStore.contested)
    return context.render(
      ContestsPage(
        contests: rows.map { contest in
          ContestView(
            contest: contest,
            label: context.text("service.metric.\(contest.metric.word)"),
            when: context.time(contest.at))
        }))
  }

  /// The object is named by its number and metric, in the form.
  func decide(_ context: WorkContext<PlatformScope>) throws -> Response {
    var form = FormReader(try context.form())
    let verdict = form.text("verdict", 0...1_000, lines: true)
    let decision = form.choice("decision", Decision.self)
    guard let metric = Self.metric(form.typed("metric")),
      let found = try context.reader.first(StoredOrder.posting, form.typed("number"))
    else { throw Failure.notFound }
    guard let decision, form.problems.isEmpty else { throw Failure.invalid(form.problems) }
    do {
      try context.write(
        Act("service.decided", "posting", found.id.raw, detail: decision.rawValue),
        shop: SellerID(raw: found.seller)
      ) { tx in
        try ContestActs().decide(
          metric, found.id, isUpheld: decision == .uphold, verdict,
          in: tx.seller(SellerID(raw: found.seller)))
      }
      return context.redirect(to: "/contests", flash: Flash("service.contests.decided"))
    } catch is SettledItem {
      return context.redirect(
        to: "/contests", flash: Flash("service.contest.settled", tone: .warn))
    }
  }

  private enum Decision: String { case uphold, reject }

  private static func metric(_ word: String?) -> ServiceMetric? {
    ServiceMetric.allCases.first { $0.word == word }
  }

  private static func place(_ text: String?) -> (Int64, Int64)? {
    guard let parts = text?.split(separator: "."), parts.count == 2, let day = Int64(parts[0]),
      let id = Int64(parts[1])
    else { return nil }
    return (day, id)
  }

  private static func view<C: RequestContext>(_ item: ServiceItem, _ context: C) -> ServiceItemView
  {
    let tone: Tone =
      switch item.state {
      case .counted, .rejected: .warn
      case .contested: .info
      case .upheld: .ok
      }
    return ServiceItemView(
      item: item, when: context.time(item.at),
      state: BadgeView(context.text("service.item.\(item.state.word)"), tone),
      canContest: item.state == .counted && context.member?.may(.cancelOrders) ?? false)
  }

  private static func page<C: RequestContext>(
    _ context: C, _ item: ServiceItem, _ form: FormReader?
  ) -> ContestPage {
    var plea = FieldView("plea", label: context.text("service.contest.plea"))
    plea.hint = context.text("service.contest.pleaHint")
    plea.value = form?.typed("plea") ?? ""
    plea.rows = 4
    plea.error = context.error(of: "plea", in: form?.problems ?? [])
    return ContestPage(
      errors: context.summary(form?.problems ?? [], of: [plea]), item: item,
      label: context.text("service.metric.\(item.metric.word)"), plea: plea)
  }
}

extension OrdersModule {
  static let servicePages: [PageBinding] = [
    .page(ServicePage.self), .page(ContestPage.self), .page(ContestsPage.self),
  ]

  var serviceRoutes: Routes {
    let service = ServiceController()
    return Routes {
      $0.get("/orders/service", .requires(.viewOrders), service.show)
      $0.get("/orders/:id/contest", .requires(.cancelOrders), service.plead)
      $0.post("/orders/:id/contest", .requires(.cancelOrders), service.contest)
      $0.get("/contests", .requires(.judgeService), service.contests)
      $0.post("/contests", .requires(.judgeService), bodyLimit: 16 << 10, service.decide)
    }
  }

  static let serviceNavigation: [NavigationEntry] = [
    NavigationEntry("service.nav", icon: "chart", path: "/orders/service", for: .viewOrders),
    NavigationEntry(
      "service.contests.title", icon: "flag", path: "/contests", for: .judgeService,
      counter: ContestActs.counter),
    NavigationEntry("revocations.nav", icon: "x", path: "/revocations", for: .revokePostings),
    NavigationEntry(
      "losses.title", icon: "box", path: "/losses", for: .settleLosses, counter: Loss.counter),
  ]
}
