import Commerce
import HTTP
import Office
import Template

/// A metric in a window, now and, before an act, after it.
struct RateView: View {
  let label: String
  let text: String
  let rate: String
  let limit: String
  let after: String
  let zone: BadgeView
  let consequence: String
  let href: URLText
  let isCurrent: Bool

  static let fields: [Field<RateView>] = [
    .text("label") { $0.label },
    .text("text") { $0.text },
    .text("rate") { $0.rate },
    .text("limit") { $0.limit },
    .flag("hasAfter") { !$0.after.isEmpty },
    .text("after") { $0.after },
    .view("zone") { $0.zone },
    .text("consequence") { $0.consequence },
    .url("href") { $0.href },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

/// A posting that counts against the shop, with the way to object.
struct ServiceItemView: View {
  let item: ServiceItem
  let when: String
  let state: BadgeView
  let canContest: Bool

  static let fields: [Field<ServiceItemView>] = [
    .text("number") { $0.item.number },
    .url("href") { URLText(path: "/orders/\($0.item.posting.raw)") },
    .text("when") { $0.when },
    .view("state") { $0.state },
    .text("verdict") { $0.item.verdict },
    .flag("hasVerdict") { !$0.item.verdict.isEmpty },
    .flag("canContest") { $0.canContest },
    .url("contestHref") {
      URLText(
        path: "/orders/\($0.item.posting.raw)/contest", query: [("metric", $0.item.metric.word)])
    },
  ]
}

/// How good the shop's service is, and what counts against it.
struct ServicePage: Page {
  static let template = "service/show"

  let rates: [RateView]
  let title: String
  let items: [ServiceItemView]
  let summary: String
  let older: URLText?

  static let fields: [Field<ServicePage>] = [
    .list("rates") { $0.rates },
    .text("itemsTitle") { $0.title },
    .flag("hasItems") { !$0.items.isEmpty },
    .list("items") { $0.items },
    .text("summary") { $0.summary },
    .optional("older") { $0.older },
  ]
}

/// The objection to an item.
struct ContestPage: Page {
  static let template = "service/contest"

  let errors: ErrorSummary?
  let item: ServiceItem
  let label: String
  let plea: FieldView

  static let fields: [Field<ContestPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.item.number },
    .text("label") { $0.label },
    .text("metric") { $0.item.metric.word },
    .view("plea") { $0.plea },
    .url("action") { URLText(path: "/orders/\($0.item.posting.raw)/contest") },
  ]
}

/// Objections that wait for the platform.
struct ContestsPage: Page {
  static let template = "service/contests"

  let contests: [ContestView]

  static let fields: [Field<ContestsPage>] = [
    .flag("hasContests") { !$0.contests.isEmpty },
    .list("contests") { $0.contests },
  ]
}

struct ContestView: View {
  let contest: Contest
  let label: String
  let when: String

  static let fields: [Field<ContestView>] = [
    .text("number") { $0.contest.number },
    .text("shop") { $0.contest.shop },
    .text("label") { $0.label },
    .text("plea") { $0.contest.plea },
    .text("when") { $0.when },
    .text("metric") { $0.contest.metric.word },
    .text("field") { "verdict-\($0.contest.metric.word)-\($0.contest.posting.raw)" },
  ]
}

/// Metrics in the reader's language.
struct ServiceWords<Context: RequestContext> {
  let context: Context

  /// Every metric in every window.
  /// - Parameters:
  ///   - after: the same after an act; nil where there is none.
  ///   - chosen: whose items are listed.
  func rates(
    _ now: ServiceMetrics, after: ServiceMetrics? = nil, chosen: ServiceMetric? = nil,
    of metrics: [ServiceMetric] = ServiceMetric.allCases
  ) -> [RateView] {
    metrics.flatMap { metric in
      ServiceMetrics.windows.indices.map { window in
        view(metric, window, now, after, isCurrent: metric == chosen)
      }
    }
  }

  private func view(
    _ metric: ServiceMetric, _ window: Int, _ now: ServiceMetrics, _ after: ServiceMetrics?,
    isCurrent: Bool
  ) -> RateView {
    let rate = now.rate(metric, window)
    let shown = after?.rate(metric, window) ?? rate
    let zone = shown.zone(of: metric)
    return RateView(
      label: context.text("service.metric.\(metric.word)"),
      text: context.text(
        "service.window", ["days": context.locale.number(ServiceMetrics.windows[window])]),
      rate: text(rate), limit: percent(metric.limits.dropFirst().first ?? 0),
      after: after.map { text($0.rate(metric, window)) } ?? "",
      zone: BadgeView(
        context.text("service.zone.\(zone?.word ?? "none")"), zone.map(tone) ?? .neutral),
      consequence: context.text("service.then.\(zone?.word ?? "none")"),
      href: URLText(path: "/orders/service", query: [("metric", metric.word)]),
      isCurrent: isCurrent)
  }

  /// "2.1% (3 of 143)"; a dash where nothing is counted.
  func text(_ rate: ServiceRate) -> String {
    guard rate.base > 0 else { return "–" }
    return context.text(
      "service.rate",
      [
        "percent": percent(rate.basisPoints), "counted": context.locale.number(rate.counted),
        "base": context.locale.number(rate.base),
      ])
  }

  /// To a tenth of a percent.
  private func percent(_ basisPoints: Int64) -> String {
    context.locale.percent(Percent(tenths: (basisPoints + 5) / 10))
  }

  private func tone(_ zone: ServiceZone) -> Tone {
    switch zone {
    case .green: .ok
    case .blue: .info
    case .yellow, .orange: .warn
    case .red: .bad
    }
  }
}
