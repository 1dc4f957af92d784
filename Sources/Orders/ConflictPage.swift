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
  let href: URLText

  static let fields: [Field<ConflictPage>] = [
    .text("number") { $0.number },
    .text("title") { $0.title },
    .text("text") { $0.text },
    .view("state") { $0.state },
    .url("href") { $0.href },
  ]
}

extension WorkContext where Scope == SellerScope {
  /// Answers an illegal command with 409 and the present state.
  func answering(_ id: PostingID, _ body: () throws -> Response) throws -> Response {
    do {
      return try body()
    } catch let refusal as IllegalCommand {
      return conflict(refusal, id)
    }
  }

  private func conflict(_ refusal: IllegalCommand, _ id: PostingID) -> Response {
    let state = text(refusal.state.label)
    let isSame = PostingMachine.transition(refusal.command, in: refusal.state) != nil
    let page = ConflictPage(
      number: refusal.number,
      title: text("orders.conflict.title", ["number": refusal.number]),
      text: text(
        isSame ? "orders.conflict.changed" : "orders.conflict.text",
        ["number": refusal.number, "state": state]),
      state: BadgeView(state, refusal.state.tone), href: URLText(path: "/orders/\(id.raw)"))
    return render(page, status: .conflict)
  }
}
