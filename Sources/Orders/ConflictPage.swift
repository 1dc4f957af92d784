import Commerce
import HTTP
import Office
import SQL
import Template

/// The posting is no longer in a state that allows the act: its present state and the way on.
struct ConflictPage: Page {
  static let template = "orders/conflict"

  let number: String
  let title: String
  let text: String
  let state: BadgeView
  let acts: PostingActsView
  let href: URLText

  static let fields: [Field<ConflictPage>] = [
    .text("number") { $0.number },
    .text("title") { $0.title },
    .text("text") { $0.text },
    .view("state") { $0.state },
    .view("acts") { $0.acts },
    .url("href") { $0.href },
  ]
}

extension WorkContext where Scope == SellerScope {
  /// Answers an illegal command with 409, the present state and what it allows.
  func answering(_ id: PostingID, _ body: () throws -> Response) throws -> Response {
    do {
      return try body()
    } catch let refusal as IllegalCommand {
      return try conflict(refusal, id)
    }
  }

  private func conflict(_ refusal: IllegalCommand, _ id: PostingID) throws -> Response {
    guard let posting = try PostingStore(rows: reader).posting(id) else { throw Failure.notFound }
    let state = text(posting.state.label)
    let isSame =
      PostingMachine.transition(refusal.command, in: posting.state) != nil
    let page = ConflictPage(
      number: posting.number,
      title: text("orders.conflict.title", ["number": posting.number]),
      text: refusal.unmet.map { text("postings.unmet.\($0.rawValue)") }
        ?? text(
          isSame ? "orders.conflict.changed" : "orders.conflict.text",
          ["number": posting.number, "state": state]),
      state: BadgeView(state, posting.state.tone),
      acts: PostingActsView(posting, self, for: member),
      href: URLText(path: "/orders/\(id.raw)"))
    return render(page, status: .conflict)
  }
}
