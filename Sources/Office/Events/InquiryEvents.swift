import Commerce

/// A buyer asked where a parcel is that should be there.
public struct InquiryOpened: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  /// Whether the promised day is over; otherwise nothing was heard of the parcel for days.
  public let isLate: Bool
  public let at: Instant

  public init(
    seller: SellerID, posting: PostingID, number: String, isLate: Bool, at: Instant
  ) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.isLate = isLate
    self.at = at
  }
}

/// The buyer waits for no answer any more.
public struct InquiryClosed: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  /// `answered` by the shop; `delivered`, `lost` or `cancelled` where the posting's way ended it.
  public let outcome: String
  public let at: Instant

  public init(seller: SellerID, posting: PostingID, outcome: String, at: Instant) {
    self.seller = seller
    self.posting = posting
    self.outcome = outcome
    self.at = at
  }
}
