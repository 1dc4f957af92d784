import Office

/// What can be done to a posting.
public enum PostingCommand: String, CaseIterable, Sendable {
  /// The buyer's payment came.
  case pay
  /// No payment came in time.
  case expire
  /// The seller takes the posting on.
  case confirm
  /// Something must be clarified first.
  case hold
  /// It is clear, or the time for it is over.
  case resume
  /// The goods are in the box; the parcel gets its number and its label.
  case pack
  /// The label is void, the box is open again.
  case unpack
  /// Some of it becomes a posting of its own.
  case split
  /// Another posting of the same order goes into this one.
  case merge
  /// This one goes into another posting of the same order.
  case join
  /// Some lines or pieces are given up.
  case cancelLines = "cancel_lines"
  /// The parcel is with the carrier.
  case ship
  /// The carrier did not take the parcel.
  case refuse
  /// The parcel that was not taken is ready for the carrier again.
  case offerAgain = "offer_again"
  /// The seller gives it up.
  case cancel
  /// The buyer wants it no more.
  case withdraw
  /// The platform takes it back.
  case revoke
  /// The deadline is over and nothing was done.
  case warn
  /// A working day after the warning still nothing was done.
  case lapse
  /// The carrier has scanned it on the way.
  case move
  /// The carrier has given it to the buyer.
  case deliver
  /// The time for a return is over.
  case complete
  /// The carrier carries it back.
  case turnBack = "turn_back"
  /// It is back at the seller's.
  case comeBack = "come_back"
  /// The seller has looked at what came back.
  case inspect
  /// The carrier can't find it.
  case lose
  /// The shop has given up waiting for news of it.
  case reportLost = "report_lost"
  /// The buyer of what is lost gets the money back.
  case settleLoss = "settle_loss"
}

/// Who may do something to a posting.
enum PostingDoor: Sendable, Hashable {
  /// A member of the shop with this right, on pages and through the Seller API.
  case member(SellerPermission)
  /// The same where the shop itself carries the parcel to the buyer.
  case courier(SellerPermission)
  /// The buyer, through the shop front or a signed link.
  case buyer
  /// The carrier's system.
  case carrier
  /// Staff of the marketplace.
  case platform(PlatformPermission)
  /// The clock.
  case timer

  /// Who it is on the timeline.
  var actor: PostingEvent.ActorKind {
    switch self {
    case .member, .courier: .member
    case .buyer: .buyer
    case .carrier: .carrier
    case .platform, .timer: .platform
    }
  }
}

/// What must hold besides the state.
enum PostingGuard: String, CaseIterable, Sendable {
  /// The money is there: nothing unpaid is ever packed or shipped.
  case isPaid = "is_paid"
  /// There is more than one piece in it.
  case hasPieces = "has_pieces"
  /// Nothing was heard of a parcel for longer than its carrier's days, or the carrier did not find
  /// it at the hand-over.
  case isMissing = "is_missing"
}

/// What a transition does besides changing the state. All of it is in the same transaction.
enum PostingEffect: String, CaseIterable, Sendable {
  /// The shop, the buyer and all who listen hear of a paid order.
  case announce
  /// The parcel is recorded; the platform's own carrier gives it a number.
  case makeParcel = "make_parcel"
  /// The parcel and its number are no more.
  case voidParcel = "void_parcel"
  /// Reserved pieces leave the warehouse.
  case shipStock = "ship_stock"
  /// They are in the warehouse again, still reserved.
  case unshipStock = "unship_stock"
  /// Reserved pieces become free again.
  case releaseStock = "release_stock"
  /// What came back goes into free stock, or among the damaged.
  case restock
  /// Reserved pieces that are lost leave the warehouse as a loss.
  case writeOffStock = "write_off_stock"
  /// Nobody waits for news of its parcels any more.
  case dropParcels = "drop_parcels"
  /// The buyer gets a mail with the signed link.
  case tellBuyerShipped = "tell_buyer_shipped"
  /// The buyer gets a mail that it is cancelled.
  case tellBuyerCancelled = "tell_buyer_cancelled"
  /// The buyer gets a mail that the parcel is lost and the money comes back.
  case tellBuyerLost = "tell_buyer_lost"
  /// The seller's staff get a mail that the buyer withdrew.
  case tellSeller = "tell_seller"
}

/// Where a transition leads.
enum PostingTarget: Sendable, Hashable {
  case state(PostingState)
  /// The state stays.
  case same
  /// Where it was before the hold: to confirm, or to pack.
  case beforeHold

  func state(of posting: Posting) -> PostingState {
    switch self {
    case .state(let state): state
    case .same: posting.state
    case .beforeHold:
      posting.milestones.confirmed == nil ? .awaitingConfirmation : .awaitingPackaging
    }
  }
}

/// A row of the state machine.
struct PostingTransition: Sendable {
  let command: PostingCommand
  let from: [PostingState]
  let to: PostingTarget
  let by: [PostingDoor]
  var guards: [PostingGuard] = []
  var effects: [PostingEffect] = []

  /// Whether somebody of this kind has a door to it.
  func isOpen(to actor: PostingEvent.ActorKind) -> Bool { by.contains { $0.actor == actor } }
}

/// A command that the present state does not allow.
struct IllegalCommand: Error {
  let command: PostingCommand
  let number: String
  let state: PostingState
  /// What does not hold although the state is right.
  var unmet: PostingGuard?
}
