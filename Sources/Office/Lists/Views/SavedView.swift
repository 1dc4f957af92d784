import Commerce
import HTTP

/// The identity of a saved view.
public typealias SavedViewID = ID<SavedView>

/// A list as somebody wants to see it again: its query under a name.
public struct SavedView: Sendable {
  /// Who sees it besides its maker. It gives no right: the list asks for its own permission, and
  /// shows what the reader may see.
  enum Audience: Sendable, Hashable {
    case maker
    case shop
    case role(Role)

    /// As it is stored and posted.
    var text: String {
      switch self {
      case .maker: "maker"
      case .shop: "shop"
      case .role(let role): role.rawValue
      }
    }

    init?(_ text: String) {
      switch text {
      case "maker": self = .maker
      case "shop": self = .shop
      default:
        guard let role = Role(rawValue: text), !role.isPlatform else { return nil }
        self = .role(role)
      }
    }

    static let all = [maker, shop] + Role.allCases.filter { !$0.isPlatform }.map(Audience.role)
  }

  let id: SavedViewID
  /// The path of its list.
  let list: String
  let name: String
  /// As `ListRequest.query` writes it.
  let query: String
  let maker: MemberID
  let audience: Audience
  /// Whether it stands above the list.
  let isPinned: Bool

  /// The maker changes it; the owner of the shop may change what others share.
  func mayChange(_ member: Member) -> Bool {
    maker == member.id || member.role == .owner && audience != .maker
  }
}

/// What the form of a view says.
struct SavedViewDraft: Sendable {
  let name: String
  let audience: SavedView.Audience
  let isPinned: Bool

  init(_ form: inout FormReader) throws(InvalidForm) {
    name = form.text("name", 1...60)
    let audience = SavedView.Audience(form.typed("audience"))
    if audience == nil { form.add("audience", "form.choice") }
    isPinned = form.fields.first("pinned") != nil
    try form.check()
    self.audience = audience ?? .maker
  }
}
