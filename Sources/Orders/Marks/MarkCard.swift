import Commerce
import Office
import SQL
import Template

/// Tags and who takes care, on a posting's page (`marks/card`).
struct MarkCard: View {
  let posting: PostingID
  let tags: [TagView]
  let tag: FieldView
  let assignee: FieldView
  let name: String
  let canMark: Bool

  static let fields: [Field<MarkCard>] = [
    .list("tags") { $0.tags },
    .flag("hasTags") { !$0.tags.isEmpty },
    .flag("canTag") { $0.canMark && $0.tags.count < Tag.most },
    .view("tag") { $0.tag },
    .view("assignee") { $0.assignee },
    .text("carer") { $0.name },
    .flag("canMark") { $0.canMark },
    .url("tagHref") { URLText(path: "/orders/\($0.posting)/tags") },
    .url("assignHref") { URLText(path: "/orders/\($0.posting)/assignee") },
  ]
}

/// A tag with the button that takes it off.
struct TagView: View {
  let text: String
  let label: String
  let posting: PostingID
  let canMark: Bool
  /// The postings that have it.
  let href: URLText

  static let fields: [Field<TagView>] = [
    .text("text") { $0.text },
    .text("removeLabel") { $0.label },
    .flag("canRemove") { $0.canMark },
    .url("href") { $0.href },
    .url("removeHref") { URLText(path: "/orders/\($0.posting)/tags/removal") },
  ]
}

extension RequestContext where Scope == SellerScope {
  func markCard(
    of posting: PostingID, typed: String, problems: [Problem]
  ) throws(SQLError) -> MarkCard {
    let store = MarkStore(rows: reader)
    let marks = try store.marks(of: posting)
    let staff = try store.staff(keeping: marks.carer)
    let mayMark = member?.may(.noteOrders) ?? false
    var tag = FieldView("tag", label: text("marks.add"))
    tag.hint = text("marks.add.hint", ["max": locale.number(Int64(Tag.longest))])
    tag.value = typed
    tag.error = error(of: "tag", in: problems)
    return MarkCard(
      posting: posting,
      tags: marks.tags.sorted().map { mark in
        TagView(
          text: mark.text, label: text("marks.remove", ["tag": mark.text]), posting: posting,
          canMark: mayMark,
          href: URLText(path: "/orders", query: [("tab", "all"), ("tag", mark.text)]))
      }, tag: tag,
      assignee: MarkForm.field(self, staff, chosen: marks.carer?.description ?? ""),
      name: staff.first { $0.id == marks.carer }?.name ?? "", canMark: mayMark)
  }
}
