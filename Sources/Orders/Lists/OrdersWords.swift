import Commerce
import Office

/// The words of the list that are the same on every page, in one language.
struct OrdersWords: Vocabulary {
  let subs: [OrdersTab: String]
  let tabs: [OrdersTab: String]
  /// By `PostingState.rawValue`, which has no gaps.
  private let states: [StateView]
  /// By `PostingTab.rawValue`, once the deadline is over.
  private let late: [StateView]

  init(_ strings: Strings, _ locale: Locale) {
    func text(_ key: String) -> String { strings.text(Message(key), locale) }
    func words(_ prefix: String) -> [OrdersTab: String] {
      Dictionary(
        uniqueKeysWithValues: OrdersTab.allCases.map { ($0, text("\(prefix).\($0.rawValue)")) })
    }
    subs = words("orders.list.sub")
    tabs = words("orders.tab")
    states = PostingState.allCases.map { StateView(text: text($0.label), tone: $0.tone) }
    late = PostingTab.allCases.filter(\.isOpen).map {
      StateView(text: text($0.lateLabel), tone: .bad)
    }
  }

  /// A state's badge; a late posting must be in an open tab. That the buyer has not paid in time is
  /// no delay of the shop.
  func badge(_ state: PostingState, isLate: Bool) -> StateView {
    let isLate = isLate && state != .awaitingPayment
    let (badges, place) = isLate ? (late, state.tab.rawValue - 1) : (states, state.rawValue)
    let index = Int(place)
    return badges.indices.contains(index) ? badges[index] : StateView(text: "", tone: .neutral)
  }
}
