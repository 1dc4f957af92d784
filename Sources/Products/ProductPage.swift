import Office
import Template

/// A product: what it is, what buyers see of it, what keeps it from being sold, and the form
/// to change it.
struct ProductPage: Page {
  static let template = "products/edit"

  let seenVersion: String
  let title: String
  let crumb: String
  let crumbHref: URLText
  let badges: [BadgeView]
  let summary: String
  let errors: ErrorSummary?
  let conflict: String
  let clash: ClashView?
  let lock: String
  let banner: String
  let held: HeldPriceView?
  let appeal: AppealView?
  let message: String
  let attributesNote: String
  let packageNote: String
  let picturesNote: String
  let picturesError: String
  let pictureRules: String
  let canEdit: Bool
  let isLocked: Bool
  let basics: [ControlView]
  let attributesTitle: String
  let attributes: [ControlView]
  let package: [ControlView]
  let pictures: [PictureFieldView]
  let prices: [ControlView]
  let earnings: EarningsView
  let identity: [ControlView]
  let stock: [StockFieldView]
  let whyTitle: String
  let why: [CheckView]
  let checks: [CheckView]
  let review: [String]
  let score: ScoreView
  let variants: VariantsCard?
  let links: ProductLinks

  static let fields: [Field<ProductPage>] = [
    .text("seenVersion") { $0.seenVersion },
    .text("title") { $0.title },
    .text("crumb") { $0.crumb },
    .url("crumbHref") { $0.crumbHref },
    .list("badges") { $0.badges },
    .text("summary") { $0.summary },
    .optional("errors") { $0.errors },
    .text("conflict") { $0.conflict },
    .optional("clash") { $0.clash },
    .text("lock") { $0.lock },
    .text("banner") { $0.banner },
    .optional("held") { $0.held },
    .optional("appeal") { $0.appeal },
    .text("message") { $0.message },
    .text("attributesNote") { $0.attributesNote },
    .text("packageNote") { $0.packageNote },
    .text("picturesNote") { $0.picturesNote },
    .text("picturesError") { $0.picturesError },
    .text("pictureRules") { $0.pictureRules },
    .flag("canEdit") { $0.canEdit },
    .flag("isLocked") { $0.isLocked },
    .list("basics") { $0.basics },
    .text("attributesTitle") { $0.attributesTitle },
    .list("attributes") { $0.attributes },
    .list("package") { $0.package },
    .list("pictures") { $0.pictures },
    .list("prices") { $0.prices },
    .view("earnings") { $0.earnings },
    .list("identity") { $0.identity },
    .list("stock") { $0.stock },
    .text("whyTitle") { $0.whyTitle },
    .list("why") { $0.why },
    .list("checks") { $0.checks },
    .list("review") { $0.review },
    .view("score") { $0.score },
    .optional("variants") { $0.variants },
    .view("links") { $0.links },
  ]
}

/// Where the buttons of the page lead; those that the state does not allow are not there.
struct ProductLinks: View {
  let path: String
  var canWithdraw = false
  var canHide = false
  var canShow = false
  var canArchive = false
  var canRestore = false
  var canDelete = false

  static let fields: [Field<ProductLinks>] = [
    .url("save") { URLText(path: $0.path) },
    .url("quote") { URLText(path: "\($0.path)/quote") },
    .url("submit") { URLText(path: "\($0.path)/submission") },
    .url("ledger") { URLText(path: "\($0.path)/stock") },
    .url("certificates") { URLText(path: "\($0.path)/certificates") },
    .url("versions") { URLText(path: "\($0.path)/versions") },
    .url("withdraw") { URLText(path: "\($0.path)/withdrawal") },
    .url("hide") { URLText(path: "\($0.path)/hiding") },
    .url("show") { URLText(path: "\($0.path)/showing") },
    .url("archive") { URLText(path: "\($0.path)/archive") },
    .url("restore") { URLText(path: "\($0.path)/restoration") },
    .url("remove") { URLText(path: "\($0.path)/removal") },
    .flag("canWithdraw") { $0.canWithdraw },
    .flag("canHide") { $0.canHide },
    .flag("canShow") { $0.canShow },
    .flag("canArchive") { $0.canArchive },
    .flag("canRestore") { $0.canRestore },
    .flag("canDelete") { $0.canDelete },
  ]
}

/// A picture in the form: its order, its text and its buttons.
struct PictureFieldView: View {
  let index: Int
  let count: Int
  let href: URLText
  let token: String
  let name: String
  let alt: String

  static let fields: [Field<PictureFieldView>] = [
    .url("href") { $0.href },
    .text("token") { $0.token },
    .text("tokenName") { "picture_\($0.index)" },
    .text("altName") { "alt_\($0.index)" },
    .text("alt") { $0.alt },
    .text("name") { $0.name },
    .flag("isMain") { $0.index == 0 },
    .flag("hasEarlier") { $0.index > 0 },
    .flag("hasLater") { $0.index + 1 < $0.count },
    .text("earlier") { "\($0.index)-earlier" },
    .text("later") { "\($0.index)-later" },
    .text("remove") { "\($0.index)-remove" },
  ]
}

/// The stock of one warehouse in the form.
struct StockFieldView: View {
  let control: FieldView
  let was: String
  let reserved: Int64
  let available: Int64
  let canCount: Bool
  let onHand: Int64

  static let fields: [Field<StockFieldView>] = [
    .view("control") { $0.control },
    .text("wasName") { "\($0.control.name)_was" },
    .text("was") { $0.was },
    .number("reserved") { $0.reserved },
    .number("available") { $0.available },
    .number("onHand") { $0.onHand },
    .flag("canCount") { $0.canCount },
  ]
}
