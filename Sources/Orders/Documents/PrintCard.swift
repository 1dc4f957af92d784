import Commerce
import Office
import SQL
import Template

/// What can be printed of a posting, and what was.
struct PrintCard: View {
  let posting: PostingID
  let label: Label
  let papers: [PaperChoice]
  let history: [PrintedView]

  /// Whether a label can be printed, and what has to be done first.
  enum Label: Sendable {
    case ready, unpacked
    /// Packed elsewhere: a number is given on the page of its hand-over.
    case unnumbered
    /// It has left, or waits for the carrier, without a number that is known here.
    case unknown
  }

  static let fields: [Field<PrintCard>] = [
    .text("postingID") { $0.posting.description },
    .flag("hasLabel") { $0.label == .ready },
    .flag("isUnnumbered") { $0.label == .unnumbered },
    .flag("isUnknown") { $0.label == .unknown },
    .url("numberHref") { URLText(path: "/orders/\($0.posting)/shipment") },
    .list("papers") { $0.papers },
    .flag("hasHistory") { !$0.history.isEmpty },
    .list("history") { $0.history },
  ]
}

struct PaperChoice: View {
  let kind: PaperKind
  let name: String
  let hint: String

  static let fields: [Field<PaperChoice>] = [
    .text("kind") { $0.kind.rawValue },
    .text("name") { $0.name },
    .text("hint") { $0.hint },
  ]
}

/// A run in which a document of the posting was printed.
struct PrintedView: View {
  let name: String
  let when: String
  let href: URLText

  static let fields: [Field<PrintedView>] = [
    .text("name") { $0.name },
    .text("when") { $0.when },
    .url("href") { $0.href },
  ]
}

extension RequestContext where Scope == SellerScope {
  /// The documents of a posting; nil for who may not print, and where nothing is left to print.
  func printCard(of posting: Posting, hasParcel: Bool) throws -> PrintCard? {
    guard member?.may(.editOrders) ?? false, posting.state != .merged,
      posting.state != .cancelled || hasParcel
    else {
      return nil
    }
    let kinds = PaperKind.allCases.filter { $0 != .label }
    let runs = try PrintStore(rows: reader).runs(of: posting.id)
    return PrintCard(
      posting: posting.id, label: label(of: posting, hasParcel: hasParcel),
      papers: kinds.map {
        PaperChoice(
          kind: $0, name: text("documents.\($0.rawValue).title"),
          hint: text("documents.\($0.rawValue).hint"))
      },
      history: runs.map { run in
        PrintedView(
          name: text("documents.\(run.kind.rawValue).title"),
          when: text("documents.printed", ["time": time(run.at), "who": run.member]),
          href: URLText(path: "/prints/\(run.id)"))
      })
  }

  private func label(of posting: Posting, hasParcel: Bool) -> PrintCard.Label {
    if hasParcel { return .ready }
    if PostingMachine.transition(.ship, in: posting.state) != nil { return .unnumbered }
    return posting.milestones.packed == nil && posting.state.tab.isOpen ? .unpacked : .unknown
  }
}
