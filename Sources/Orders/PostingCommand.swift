import Office

/// What can be done to a posting.
public enum PostingCommand: String, CaseIterable, Sendable {
  /// The seller takes the posting on.
  case confirm
  /// The goods are in the box; the parcel gets its number and its label.
  case pack
  /// The parcel is with the carrier.
  case ship
  /// The seller gives it up.
  case cancel
  /// The buyer wants it no more.
  case withdraw
  /// The carrier has scanned it on the way.
  case move
  /// The carrier has given it to the buyer.
  case deliver
  /// The carrier carries it back.
  case turnBack
  /// It is back at the seller's.
  case comeBack
  /// The carrier can't find it.
  case lose
}

/// What a transition does besides changing the state. All of it is in the same transaction.
enum PostingEffect: Sendable {
  /// The parcel is recorded; the platform's own carrier gives it a number.
  case makeParcel
  /// Reserved pieces leave the warehouse.
  case shipStock
  /// Reserved pieces become free again.
  case releaseStock
  /// The buyer gets a mail with the signed link.
  case tellBuyerShipped
  /// The buyer gets a mail that it is cancelled.
  case tellBuyerCancelled
  /// The seller's staff get a mail that the buyer withdrew.
  case tellSeller
}

/// A row of the state machine.
struct PostingTransition: Sendable {
  let command: PostingCommand
  let from: [PostingState]
  let to: PostingState
  /// The right it takes; nil for what the storefront's key does.
  let permission: SellerPermission?
  let effects: [PostingEffect]
}

/// The whole state machine (domain 2.2). Code, pages and tests read this table and nothing else.
enum PostingMachine {
  static let table: [PostingTransition] = [
    PostingTransition(
      command: .confirm, from: [.awaitingConfirmation], to: .awaitingPackaging,
      permission: .editOrders, effects: []),
    PostingTransition(
      command: .pack, from: [.awaitingPackaging], to: .awaitingDelivery,
      permission: .editOrders, effects: [.makeParcel]),
    PostingTransition(
      command: .ship, from: [.awaitingDelivery], to: .handedOver,
      permission: .editOrders, effects: [.shipStock, .tellBuyerShipped]),
    PostingTransition(
      command: .cancel, from: [.awaitingConfirmation, .awaitingPackaging, .awaitingDelivery],
      to: .cancelled, permission: .cancelOrders, effects: [.releaseStock, .tellBuyerCancelled]),
    PostingTransition(
      command: .withdraw, from: [.awaitingConfirmation, .awaitingPackaging, .awaitingDelivery],
      to: .cancelled, permission: nil, effects: [.releaseStock, .tellBuyerCancelled, .tellSeller]),
    PostingTransition(
      command: .move, from: [.handedOver, .delivering], to: .delivering,
      permission: nil, effects: []),
    PostingTransition(
      command: .deliver, from: [.handedOver, .delivering], to: .delivered,
      permission: nil, effects: []),
    PostingTransition(
      command: .turnBack, from: [.handedOver, .delivering, .returning], to: .returning,
      permission: nil, effects: []),
    PostingTransition(
      command: .comeBack, from: [.returning], to: .returned, permission: nil, effects: []),
    PostingTransition(
      command: .lose, from: [.handedOver, .delivering, .returning], to: .lost,
      permission: nil, effects: []),
  ]

  /// The transition that a command means in a state; nil where the command is illegal there.
  static func transition(
    _ command: PostingCommand, in state: PostingState
  ) -> PostingTransition? {
    table.first { $0.command == command && $0.from.contains(state) }
  }

  /// What a member may do to a posting in this state, in the order of the table.
  static func actions(in state: PostingState, for member: Member) -> [PostingCommand] {
    table.filter { row in
      row.from.contains(state) && (row.permission.map(member.may) ?? false)
    }.map(\.command)
  }
}

/// A command that the present state does not allow.
struct IllegalCommand: Error {
  let command: PostingCommand
  let number: String
  let state: PostingState
}
