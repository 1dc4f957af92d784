import Commerce
import Office
import Template

/// A step of the way, done or to come.
struct TrackStep: View {
  let label: String
  let when: String
  let isDone: Bool
  let isCurrent: Bool

  static let fields: [Field<TrackStep>] = [
    .text("label") { $0.label },
    .text("when") { $0.when },
    .flag("isDone") { $0.isDone },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

/// By when, and what happens otherwise.
struct DeadlineNote: View {
  let headline: String
  let consequence: String
  let isSoon: Bool
  let isOver: Bool

  static let fields: [Field<DeadlineNote>] = [
    .text("headline") { $0.headline },
    .text("consequence") { $0.consequence },
    .flag("isWarn") { $0.isSoon && !$0.isOver },
    .flag("isBad") { $0.isOver },
  ]
}

/// One thing that was looked at.
struct CheckView: View {
  let verdict: Verdict
  let label: String
  let detail: String

  static let fields: [Field<CheckView>] = [
    .flag("isGreen") { $0.verdict == .green },
    .flag("isAmber") { $0.verdict == .amber },
    .flag("isRed") { $0.verdict == .red },
    .text("label") { $0.label },
    .text("detail") { $0.detail },
  ]
}

extension CheckView {
  /// What is there or is missing.
  init(isOk: Bool, label: String, detail: String) {
    self.init(verdict: isOk ? .green : .amber, label: label, detail: detail)
  }
}

/// A line of goods.
struct LineView: View {
  let line: PostingLine
  let price: String
  let sum: String
  /// "−10.00 discount"; empty for none.
  var discount = ""

  static let fields: [Field<LineView>] = [
    .optional("picture") { Picture.url($0.line.picture) },
    .url("href") { URLText(path: "/products/\($0.line.product.raw)") },
    .text("itemTitle") { $0.line.title },
    .text("offer") { $0.line.offer },
    .number("pieces") { $0.line.quantity },
    .text("price") { $0.price },
    .flag("hasDiscount") { !$0.discount.isEmpty },
    .text("discount") { $0.discount },
    .text("sum") { $0.sum },
  ]
}

/// A parcel with its number.
struct ParcelView: View {
  let carrier: String
  let trackingNumber: String
  let weight: String
  let status: BadgeView

  static let fields: [Field<ParcelView>] = [
    .text("carrier") { $0.carrier },
    .text("trackingNumber") { $0.trackingNumber },
    .text("weight") { $0.weight },
    .view("status") { $0.status },
  ]
}

/// Something that happened.
struct TimelineView: View {
  let label: String
  let when: String
  let datetime: String
  let actor: String
  var isNow = false

  static let fields: [Field<TimelineView>] = [
    .text("label") { $0.label },
    .text("when") { $0.when },
    .text("datetime") { $0.datetime },
    .text("actor") { $0.actor },
    .flag("isNow") { $0.isNow },
  ]
}

/// A name and its value.
struct PairView: View {
  let label: String
  let value: String

  static let fields: [Field<PairView>] = [
    .text("label") { $0.label },
    .text("value") { $0.value },
  ]
}
