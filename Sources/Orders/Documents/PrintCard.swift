import Commerce
import Office
import SQL
import Template

/// What can be printed of a posting, and what was.
struct PrintCard: View {
  let posting: PostingID
  let hasLabel: Bool
  let papers: [PaperChoice]
  let history: [PrintedView]

  static let fields: [Field<PrintCard>] = [
    .text("postingID") { $0.posting.description },
    .flag("hasLabel") { $0.hasLabel },
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
    guard member?.may(.editOrders) ?? false, posting.state != .cancelled || hasParcel else {
      return nil
    }
    let kinds = PaperKind.allCases.filter { $0 != .label }
    let runs = try PrintStore(rows: reader).runs(of: posting.id)
    return PrintCard(
      posting: posting.id, hasLabel: hasParcel,
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
}
