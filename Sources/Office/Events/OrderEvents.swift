import Commerce

/// A paid order was taken; one event a posting.
public struct OrderPlaced: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  public let total: Money
  public let at: Instant

  public init(seller: SellerID, posting: PostingID, number: String, total: Money, at: Instant) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.total = total
    self.at = at
  }
}

/// A posting was given to its carrier.
public struct PostingShipped: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  public let carrier: String
  public let trackingNumber: String
  public let at: Instant

  public init(
    seller: SellerID, posting: PostingID, number: String, carrier: String,
    trackingNumber: String, at: Instant
  ) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.carrier = carrier
    self.trackingNumber = trackingNumber
    self.at = at
  }
}

/// A posting was given up before it was shipped; its pieces are free again.
public struct PostingCancelled: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  public let byBuyer: Bool
  public let at: Instant
  /// `out_of_stock`, `overdue`, `payment_expired`.
  public let reason: String
  /// Whose fault it is: `seller`, `buyer`, `carrier` or `platform`.
  public let fault: String
  /// What the buyer gets back; nil where nothing was paid.
  public let refund: Money?

  public init(
    seller: SellerID, posting: PostingID, number: String, byBuyer: Bool, at: Instant,
    reason: String, fault: String, refund: Money?
  ) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.byBuyer = byBuyer
    self.at = at
    self.reason = reason
    self.fault = fault
    self.refund = refund
  }
}

/// The buyer has the goods.
public struct PostingDelivered: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  public let at: Instant

  public init(seller: SellerID, posting: PostingID, number: String, at: Instant) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.at = at
  }
}
