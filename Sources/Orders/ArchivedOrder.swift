import Commerce

/// An order that happened elsewhere, or long ago, in the state it is in now.
public struct ArchivedOrder: Sendable {
  /// Names the order where it comes from, as `olist:e481f51c`: the same order is taken once.
  public var source: String
  public var placed: Instant
  public var currency: Currency
  /// At least one.
  public var postings: [ArchivedPosting]

  public init(
    source: String, placed: Instant, currency: Currency, postings: [ArchivedPosting]
  ) {
    self.source = source
    self.placed = placed
    self.currency = currency
    self.postings = postings
  }
}

/// What one seller ships of it.
public struct ArchivedPosting: Sendable {
  /// Chosen by a caller that has reserved stock for it; nil makes one.
  public var id: PostingID?
  public var seller: SellerID
  public var state: PostingState
  /// `placed` is the order's.
  public var milestones: Milestones
  /// When its state began; nil where the steps say it.
  public var since: Instant?
  /// The deadline of an open state; nil takes the usual one.
  public var due: Instant?
  public var recipient: Recipient
  /// At least one, of the order's currency.
  public var lines: [ArchivedLine]
  /// Minor units of the order's currency.
  public var shippingMinor: Int64
  /// Nil where it is not known.
  public var carrier: Int64?
  /// Nil for a parcel without a number; with one there must be a carrier.
  public var trackingNumber: String?
  /// Where its pieces are reserved. The caller has reserved them; nil where none are.
  public var warehouse: WarehouseID?
  /// Until when the buyer was promised the goods; nil where nobody said. What is on its way is
  /// looked after from then on.
  public var promised: Instant?
  /// Who took the shop's steps; nil where nobody wrote it down.
  public var hands: ArchivedHands?
  /// Where the parcel is, as its buyer asked; nil where they did not.
  public var question: ArchivedQuestion?

  public init(
    seller: SellerID, state: PostingState, milestones: Milestones, due: Instant? = nil,
    recipient: Recipient, lines: [ArchivedLine], shippingMinor: Int64, carrier: Int64? = nil,
    trackingNumber: String? = nil, warehouse: WarehouseID? = nil
  ) {
    self.seller = seller
    self.state = state
    self.milestones = milestones
    self.due = due
    self.recipient = recipient
    self.lines = lines
    self.shippingMinor = shippingMinor
    self.carrier = carrier
    self.trackingNumber = trackingNumber
    self.warehouse = warehouse
  }
}

/// The names of those who took the steps of a posting.
public struct ArchivedHands: Sendable {
  /// Answered to the buyer: confirmed it, or gave it up.
  public var office: String
  /// Packed it and handed it over.
  public var warehouse: String

  public init(office: String, warehouse: String) {
    self.office = office
    self.warehouse = warehouse
  }
}

/// A buyer's question for a late parcel.
public struct ArchivedQuestion: Sendable {
  public var text: String
  public var asked: Instant
  /// What the shop answered, and when; nil for a buyer who waits.
  public var answer: (text: String, at: Instant)?

  public init(_ text: String, asked: Instant, answer: (text: String, at: Instant)? = nil) {
    self.text = text
    self.asked = asked
    self.answer = answer
  }
}

/// A line of goods.
public struct ArchivedLine: Sendable {
  public var product: ProductID
  public var offerID: String
  public var title: String
  public var barcode: String
  public var picture: String
  public var weightGrams: Int64
  /// 1 or more.
  public var quantity: Int64
  /// Of one piece, in minor units.
  public var priceMinor: Int64

  public init(
    product: ProductID, offerID: String, title: String, barcode: String = "",
    picture: String = "", weightGrams: Int64 = 0, quantity: Int64 = 1, priceMinor: Int64
  ) {
    self.product = product
    self.offerID = offerID
    self.title = title
    self.barcode = barcode
    self.picture = picture
    self.weightGrams = weightGrams
    self.quantity = quantity
    self.priceMinor = priceMinor
  }
}

/// Why an order can't be taken over.
public enum ArchiveRefusal: Error, Sendable, Hashable {
  /// No posting, no line, a quantity or an amount below its least, or a sum beyond 64 bits.
  case malformed
}
