import Commerce
import Office
import SQL
import Template

/// All versions of a listing.
struct VersionListPage: Page {
  static let template = "versions/list"

  let title: String
  let back: URLText
  let rows: [VersionRowView]
  let pager: PagerView

  static let fields: [Field<VersionListPage>] = [
    .text("title") { $0.title },
    .url("back") { $0.back },
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
  ]
}

struct VersionRowView: View {
  let href: URLText
  let name: String
  let title: String
  let state: BadgeView
  let written: String
  let by: String
  let decided: String

  static let fields: [Field<VersionRowView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .text("title") { $0.title },
    .view("state") { $0.state },
    .text("written") { $0.written },
    .text("by") { $0.by },
    .text("decided") { $0.decided },
  ]
}

/// One version beside another, with what differs.
struct VersionPage: Page {
  static let template = "versions/show"

  let title: String
  let name: String
  let back: URLText
  let list: URLText
  let state: BadgeView
  let changesNote: String
  let changes: [ChangeView]
  let liveName: String
  let newName: String
  let picturesNote: String
  let pictures: [ReviewPictureView]
  let facts: [FactView]
  let message: String
  let restore: URLText
  let canRestore: Bool

  static let fields: [Field<VersionPage>] = [
    .text("title") { $0.title },
    .text("name") { $0.name },
    .url("back") { $0.back },
    .url("list") { $0.list },
    .view("state") { $0.state },
    .text("changesNote") { $0.changesNote },
    .list("changes") { $0.changes },
    .text("liveName") { $0.liveName },
    .text("newName") { $0.newName },
    .text("picturesNote") { $0.picturesNote },
    .list("pictures") { $0.pictures },
    .list("facts") { $0.facts },
    .text("message") { $0.message },
    .url("restore") { $0.restore },
    .flag("canRestore") { $0.canRestore },
  ]

  init(
    _ context: PageContext<SellerScope>, _ product: Product, _ new: Revision,
    against old: Revision?, _ diff: ReviewDiff
  ) {
    let changes = diff.changes
    let path = "/products/\(product.id)"
    title = context.title(of: product)
    name = context.text("versions.name", ["number": "\(new.number)"])
    back = URLText(path: path)
    list = URLText(path: "\(path)/versions")
    state = context.badge(new.state, isLive: new.id == product.live)
    changesNote = context.text("versions.changes", count: Int64(changes.count))
    self.changes = changes
    liveName = old.map { context.text("versions.name", ["number": "\($0.number)"]) } ?? ""
    newName = name
    picturesNote = context.text("versions.pictures", count: Int64(new.content.pictures.count))
    pictures = diff.pictures
    facts = diff.facts(new.content).filter { !$0.value.isEmpty }.map {
      FactView(name: $0.name, value: $0.value)
    }
    message = new.message
    restore = URLText(path: "\(path)/versions/\(new.id)/restoration")
    canRestore =
      new.id != product.newest && product.pending != .review && product.state != .archived
      && (context.member?.may(.editProducts) ?? false)
  }
}

extension RequestContext {
  func row(_ entry: VersionEntry, of product: Product) -> VersionRowView {
    VersionRowView(
      href: URLText(path: "/products/\(product.id)/versions/\(entry.id)"),
      name: text("versions.name", ["number": "\(entry.number)"]), title: entry.title,
      state: badge(entry.state, isLive: entry.id == product.live), written: time(entry.createdAt),
      by: entry.createdBy ?? "", decided: entry.decidedAt.map { time($0) } ?? "")
  }

  /// The state of a version, apart from its listing's.
  func badge(_ state: RevisionState, isLive: Bool) -> BadgeView {
    let tone: Tone =
      switch state {
      case .draft, .superseded: .neutral
      case .submitted: .info
      case .changes: .warn
      case .rejected: .bad
      case .approved: .ok
      }
    let key = isLive ? "live" : state.rawValue
    return BadgeView(text("versions.state.\(key)"), tone)
  }
}
