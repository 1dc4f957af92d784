import Commerce
import Office
import Template

/// What the reader may do with a posting now, as buttons (`orders/acts`).
struct PostingActsView: View {
  let posting: Posting
  let acts: [PostingCommand]

  init(_ posting: Posting, for member: Member?) {
    self.posting = posting
    acts = member.map { PostingMachine.actions(in: posting.state, for: $0) } ?? []
  }

  static let fields: [Field<PostingActsView>] = [
    .integer("seenVersion") { $0.posting.version },
    .flag("canConfirm") { $0.acts.contains(.confirm) },
    .flag("canPack") { $0.acts.contains(.pack) },
    .flag("canShip") { $0.acts.contains(.ship) },
    .flag("canCancel") { $0.acts.contains(.cancel) },
    .url("confirmHref") { $0.href("confirmation") },
    .url("packHref") { $0.href("packing") },
    .url("shipHref") { $0.href("shipment") },
    .url("cancelHref") { $0.href("cancellation") },
  ]

  private func href(_ resource: String) -> URLText {
    URLText(path: "/orders/\(posting.id.raw)/\(resource)")
  }
}
