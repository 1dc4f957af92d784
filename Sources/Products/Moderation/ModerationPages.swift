import Office
import Template

/// The queue of submitted versions, oldest first.
struct ModerationQueuePage: Page {
  static let template = "moderation/queue"

  let summary: String
  let caption: String
  let rows: [QueueRowView]
  let pager: PagerView
  let blank: BlankView?

  static let fields: [Field<ModerationQueuePage>] = [
    .text("summary") { $0.summary },
    .text("caption") { $0.caption },
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
    .optional("blank") { $0.blank },
  ]
}

struct QueueRowView: View {
  let href: URLText
  let title: String
  let shop: String
  let picture: URLText?
  let category: String
  let due: DueView
  let age: String
  let state: BadgeView
  let kind: String

  static let fields: [Field<QueueRowView>] = [
    .url("href") { $0.href },
    .text("title") { $0.title },
    .text("shop") { $0.shop },
    .optional("picture") { $0.picture },
    .text("category") { $0.category },
    .view("due") { $0.due },
    .text("age") { $0.age },
    .view("state") { $0.state },
    .text("kind") { $0.kind },
  ]
}

/// One version under review: as the buyer would see it, what changed, what the checks found,
/// how the shop fared, and the decision.
struct ModerationItemPage: Page {
  static let template = "moderation/item"

  let title: String
  let crumb: String
  let age: String
  let state: BadgeView
  let tag: String
  let summary: String
  let errors: ErrorSummary?
  let due: DueView?
  let notice: String
  let appeal: String
  let isMine: Bool
  let canClaim: Bool
  let isUpdate: Bool
  let canSuspend: Bool
  let canLift: Bool
  let changesNote: String
  let changes: [ChangeView]
  let liveName: String
  let newName: String
  let mainPicture: URLText?
  let picturesNote: String
  let pictures: [ReviewPictureView]
  let category: String
  let price: String
  let priceBefore: String
  let description: [SegmentView]
  let specifications: [FactView]
  let checksNote: String
  let checks: [CheckView]
  let papers: [PaperView]
  let shopNote: String
  let shop: [FactView]
  let reasons: [ReasonGroupView]
  let message: FieldView
  let links: ModerationLinks

  static let fields: [Field<ModerationItemPage>] = [
    .text("title") { $0.title },
    .text("crumb") { $0.crumb },
    .text("age") { $0.age },
    .view("state") { $0.state },
    .text("tag") { $0.tag },
    .text("summary") { $0.summary },
    .optional("errors") { $0.errors },
    .optional("due") { $0.due },
    .text("notice") { $0.notice },
    .text("appeal") { $0.appeal },
    .flag("isMine") { $0.isMine },
    .flag("canClaim") { $0.canClaim },
    .flag("isUpdate") { $0.isUpdate },
    .flag("canSuspend") { $0.canSuspend },
    .flag("canLift") { $0.canLift },
    .text("changesNote") { $0.changesNote },
    .list("changes") { $0.changes },
    .text("liveName") { $0.liveName },
    .text("newName") { $0.newName },
    .optional("mainPicture") { $0.mainPicture },
    .text("picturesNote") { $0.picturesNote },
    .list("pictures") { $0.pictures },
    .text("category") { $0.category },
    .text("price") { $0.price },
    .text("priceBefore") { $0.priceBefore },
    .list("description") { $0.description },
    .list("specifications") { $0.specifications },
    .text("checksNote") { $0.checksNote },
    .list("checks") { $0.checks },
    .list("papers") { $0.papers },
    .text("shopNote") { $0.shopNote },
    .list("shop") { $0.shop },
    .list("reasons") { $0.reasons },
    .view("message") { $0.message },
    .view("links") { $0.links },
  ]
}

/// The reasons that can be given about one part of the content.
struct ReasonGroupView: View {
  let name: String
  let reasons: [ReasonView]

  static let fields: [Field<ReasonGroupView>] = [
    .text("name") { $0.name },
    .list("reasons") { $0.reasons },
  ]
}

struct ReasonView: View {
  let value: String
  let label: String
  let hint: String
  let isChecked: Bool

  static let fields: [Field<ReasonView>] = [
    .text("value") { $0.value },
    .text("label") { $0.label },
    .text("hint") { $0.hint },
    .flag("isChecked") { $0.isChecked },
  ]
}

struct ModerationLinks: View {
  let path: String

  static let fields: [Field<ModerationLinks>] = [
    .url("suspend") { URLText(path: "\($0.path)/suspension") },
    .url("lift") { URLText(path: "\($0.path)/reinstatement") },
    .url("claim") { URLText(path: "\($0.path)/claim") },
    .url("release") { URLText(path: "\($0.path)/release") },
    .url("approve") { URLText(path: "\($0.path)/approval") },
    .url("change") { URLText(path: "\($0.path)/changes") },
    .url("reject") { URLText(path: "\($0.path)/rejection") },
  ]
}
