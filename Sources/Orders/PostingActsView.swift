import Commerce
import Office
import Template

/// Something that can be done, in the menu or as a button.
struct ActItem: View {
  let label: String
  let href: URLText
  let isPost: Bool

  static let fields: [Field<ActItem>] = [
    .text("label") { $0.label },
    .url("href") { $0.href },
    .flag("isPost") { $0.isPost },
  ]
}

/// What the reader may do with a posting now (`orders/acts`), as the machine's table says.
struct PostingActsView: View {
  let posting: Posting
  let acts: [PostingCommand]
  let items: [ActItem]
  let buttons: [ActItem]

  init<C: RequestContext>(_ posting: Posting, _ context: C, for member: Member?) {
    self.posting = posting
    let all = member.map { PostingMachine.actions(in: posting.state, for: $0) } ?? []
    // One piece can't be split, but it can be put together with others, on the same page.
    let acts = all.filter { command in
      let step = PostingMachine.transition(command, in: posting.state)
      return command == .split || step?.guards.allSatisfy { $0.holds(for: posting) } ?? false
    }
    self.acts = acts
    func item(_ command: PostingCommand) -> ActItem? {
      guard acts.contains(command), let resource = command.resource else { return nil }
      return ActItem(
        label: context.text("postings.act.\(command.rawValue)"),
        href: URLText(path: "/orders/\(posting.id.raw)/\(resource)"), isPost: !command.asksFirst)
    }
    items = [.hold, .split, .unpack, .cancelLines, .cancel, .reportLost].compactMap(item)
    buttons = [.resume, .offerAgain].compactMap(item)
  }

  static let fields: [Field<PostingActsView>] = [
    .integer("seenVersion") { $0.posting.version },
    .flag("canConfirm") { $0.acts.contains(.confirm) },
    .flag("canPack") { $0.acts.contains(.pack) },
    .flag("canShip") { $0.acts.contains(.ship) },
    .flag("canInspect") { $0.acts.contains(.inspect) },
    .url("confirmHref") { $0.href("confirmation") },
    .url("packHref") { $0.href("packing") },
    .url("shipHref") { $0.href("shipment") },
    .url("inspectHref") { $0.href("inspection") },
    .flag("hasItems") { !$0.items.isEmpty },
    .list("items") { $0.items },
    .list("buttons") { $0.buttons },
  ]

  private func href(_ resource: String) -> URLText {
    URLText(path: "/orders/\(posting.id.raw)/\(resource)")
  }
}

extension PostingCommand {
  /// The last part of its address; nil for what is done elsewhere.
  var resource: String? {
    switch self {
    case .confirm: "confirmation"
    case .hold: "hold"
    case .resume: "resumption"
    case .pack: "packing"
    case .unpack: "unpacking"
    case .split: "parts"
    case .cancelLines: "lines"
    case .ship: "shipment"
    case .offerAgain: "offering"
    case .cancel: "cancellation"
    case .inspect: "inspection"
    case .reportLost: "loss"
    default: nil
    }
  }

  /// Whether a page comes before it.
  var asksFirst: Bool {
    switch self {
    case .hold, .split, .cancelLines, .ship, .cancel, .reportLost: true
    default: false
    }
  }
}
