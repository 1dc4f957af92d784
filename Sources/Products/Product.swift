import Commerce
import Office

/// What a buyer can do with a listing. Derived by the database from the row, never stored by
/// hand (`state` in `ProductsSchema`).
enum ListingState: String, Sendable, CaseIterable {
  /// Nothing of it was approved yet.
  case new
  /// Approved, but something keeps it from being bought: see `Blockers`.
  case ready
  case onSale = "onsale"
  case hidden
  /// Taken off sale by the platform; see `Suspension`.
  case suspended
  case archived
}

extension ListingState {
  /// As the column `state` computes it.
  init(_ blockers: Blockers) {
    if blockers.contains(.archived) {
      self = .archived
    } else if blockers.contains(.notApproved) {
      self = .new
    } else if blockers.contains(.suspended) {
      self = .suspended
    } else if blockers.contains(.hidden) {
      self = .hidden
    } else {
      self = blockers.isDisjoint(with: [.noPrice, .noStock]) ? .onSale : .ready
    }
  }
}

/// What the newest version of the content waits for.
enum Pending: String, Sendable, CaseIterable {
  /// Nothing: the newest version is the live one.
  case none
  /// The seller writes.
  case draft
  /// A moderator decides.
  case review
  /// A moderator asked for changes or refused; the seller must act.
  case fixes
}

/// Why a product can't be bought: every reason at once. The column `blockers` computes it, and
/// "can be bought" is `blockers = 0` everywhere, so the box on the page and the shop can't
/// disagree.
struct Blockers: OptionSet, Sendable, Hashable {
  let rawValue: Int64

  static let notApproved = Blockers(rawValue: 1)
  static let noPrice = Blockers(rawValue: 2)
  static let noStock = Blockers(rawValue: 4)
  static let hidden = Blockers(rawValue: 8)
  static let archived = Blockers(rawValue: 16)
  static let suspended = Blockers(rawValue: 32)

  /// Those that are set, in the order in which they are shown.
  var all: [Blockers] {
    [.archived, .suspended, .hidden, .notApproved, .noPrice, .noStock].filter(contains)
  }

  /// The last part of its string keys.
  var key: String {
    switch self {
    case .notApproved: "notApproved"
    case .noPrice: "noPrice"
    case .noStock: "noStock"
    case .hidden: "hidden"
    case .suspended: "suspended"
    default: "archived"
    }
  }
}

/// A view of the product list with a kept count. A product can stand in several: a live one
/// whose update came back is on sale and needs fixes.
enum ProductTab: String, Sendable, CaseIterable {
  case all
  case onSale = "onsale"
  case ready, review, fixes, drafts, hidden, suspended, archived

  var counter: String { "products.\(rawValue)" }

  /// The tabs in which a product stands.
  static func of(_ state: ListingState, _ pending: Pending) -> Set<ProductTab> {
    var tabs: Set<ProductTab> = [.all]
    switch state {
    case .new: break
    case .ready: tabs.insert(.ready)
    case .onSale: tabs.insert(.onSale)
    case .hidden: tabs.insert(.hidden)
    case .suspended: tabs.insert(.suspended)
    case .archived: return [.all, .archived]
    }
    switch pending {
    case .none: break
    case .draft: if state == .new { tabs.insert(.drafts) }
    case .review: tabs.insert(.review)
    case .fixes: tabs.insert(.fixes)
    }
    return tabs
  }
}

/// What the seller changes at once, without a moderator. Amounts are minor units of the
/// seller's currency.
struct ProductTerms: Sendable, Hashable {
  /// The seller's own number of the article; empty while it has none.
  var offerID = ""
  var barcode = ""
  var price: Int64?
  /// Shown struck through beside the price; higher than it.
  var priceBefore: Int64?
  /// No promotion goes below it.
  var priceMin: Int64?
  /// What the seller paid; only the seller sees it.
  var cost: Int64?
  /// At this many free pieces or fewer the seller is told; 0 for never.
  var lowStock: Int64 = 0
}

/// What a moderator checks before buyers see it.
struct ProductContent: Sendable, Hashable {
  var category: CategoryID
  var title = ""
  var description = ""
  var brand = ""
  /// With packaging, grams.
  var weight: Int64?
  /// Of the package, millimetres.
  var length: Int64?
  var width: Int64?
  var height: Int64?
  /// By the attribute's key: text, digits, a dictionary's key, or "1".
  var attributes: [String: String] = [:]
  /// In the order in which buyers see them.
  var pictures: [Picture] = []
}

/// A picture of a product.
struct Picture: Sendable, Hashable {
  /// The SHA-256 of its bytes and the ending of its type.
  let name: String
  let width: Int64
  let height: Int64
  /// What it shows, for those who can't see it.
  var alt: String

  var path: String { "/images/\(name)" }
}
