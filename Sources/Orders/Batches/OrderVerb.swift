import Office

/// What can be done to many postings at once. Handing over needs a number for each: `ShipWork`.
enum OrderVerb: String, BulkVerb {
  case confirm, pack, hold, resume, tag, untag, assign, note, cancel

  var takesValues: Bool { command == nil || self == .cancel || self == .hold }

  /// Only what nobody outside the shop has seen can be taken back.
  var isUndoable: Bool {
    switch self {
    case .tag, .untag, .assign: true
    default: false
    }
  }

  var isRisky: Bool { self == .cancel }

  /// What it is in the machine; nil for what does not change a posting's state.
  var command: PostingCommand? {
    switch self {
    case .confirm: .confirm
    case .pack: .pack
    case .hold: .hold
    case .resume: .resume
    case .cancel: .cancel
    default: nil
    }
  }

  var permission: SellerPermission {
    switch self {
    case .confirm, .pack: .editOrders
    case .hold, .resume: .holdOrders
    case .cancel: .cancelOrders
    default: .noteOrders
    }
  }

  /// Those that a member may do.
  static func all(for member: Member?) -> [OrderVerb] {
    allCases.filter { member?.may($0.permission) ?? false }
  }
}
