import Commerce
import Office
import SQL

/// What a label must say (the five blocks): without one of them it is not printed.
enum LabelBlock: String, CaseIterable, Sendable {
  case order, recipient, sender, goods, tracking
}

/// Everything that stands on the documents of a posting.
struct LabelContent: Sendable {
  let posting: PostingID
  /// The posting's number.
  let number: String
  let pieces: Int64
  let lines: [PostingLine]
  let recipient: Recipient?
  let sender: Sender?
  let parcels: [Parcel]
  /// Who has it, once it is packed.
  var carrier: Int64?
  /// Where its pieces lie.
  var warehouse: WarehouseID?
  var isPaid = true
  /// Goods, shipping, and both.
  let goods: Money
  let shipping: Money
  let total: Money
  /// How the goods want to be handled.
  var marks: [LabelMark] = []
  /// Which print of the document this is.
  var copy: Int64 = 1

  /// The blocks that have nothing to say.
  var missing: [LabelBlock] { LabelBlock.allCases.filter { !has($0) } }

  private func has(_ block: LabelBlock) -> Bool {
    switch block {
    case .order: !number.isEmpty
    case .recipient: recipient?.isAddressComplete ?? false
    case .sender: sender?.isComplete ?? false
    case .goods: !lines.isEmpty
    case .tracking: !parcels.isEmpty && parcels.allSatisfy { !$0.trackingNumber.isEmpty }
    }
  }
}

extension LabelContent {
  init(_ id: PostingID, _ store: PostingStore, sender: Sender?) throws {
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    self.init(
      posting: id, number: posting.number, pieces: posting.pieces, lines: try store.lines(of: id),
      recipient: try store.recipient(of: id), sender: sender, parcels: try store.parcels(of: id),
      carrier: posting.carrier, warehouse: posting.warehouse,
      isPaid: posting.milestones.paid != nil, goods: posting.goods,
      shipping: posting.shipping, total: posting.total)
  }
}

/// How much of a buyer a parcel shows to everybody who sees it (S0.43). The shop chooses it.
enum PrivacyLevel: Int64, CaseIterable, Sendable, SQLConvertible {
  /// Name and phone.
  case open = 1
  /// The name, and of the phone the last digits.
  case masked = 2
  /// Initials, and no phone.
  case closed = 3

  func name(of recipient: Recipient) -> String {
    self == .closed ? Recipient.initials(recipient.name) : recipient.name
  }

  func phone(of recipient: Recipient) -> String {
    switch self {
    case .open: recipient.phone
    case .masked: recipient.phone.isEmpty ? "" : Recipient.masked(phone: recipient.phone)
    case .closed: ""
    }
  }
}

extension Recipient {
  /// "A. S." of "Anna Sergeeva", "王**" of "王小明".
  static func initials(_ name: String) -> String {
    let words = name.unicodeScalars.split { $0.properties.isWhitespace }.map(Substring.init)
    if words.count == 1, let first = words.first?.first,
      first.unicodeScalars.allSatisfy(\.properties.isIdeographic)
    {
      return "\(first)**"
    }
    return words.compactMap(\.first).map { "\($0)." }.joined(separator: " ")
  }
}

/// How a parcel wants to be handled: a picture that needs no language.
enum LabelMark: String, CaseIterable, Sendable {
  case fragile, liquid, battery, cold, oversize, marked
}
