import Commerce

/// A command was carried out on a posting; published for every one, after its effects.
public struct PostingChanged: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  /// What was done, as the state machine's table names it: `confirm`, `ship`, `lapse`.
  public let command: String
  /// The states before and after, as programs see them; the same where the command stays.
  public let from: String
  public let to: String
  /// Who did it: `member`, `buyer`, `carrier`, `platform`.
  public let actor: String
  /// A reason or what the carrier said; never personal data.
  public let detail: String
  public let at: Instant

  public init(
    seller: SellerID, posting: PostingID, number: String, command: String, from: String,
    to: String, actor: String, detail: String, at: Instant
  ) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.command = command
    self.from = from
    self.to = to
    self.actor = actor
    self.detail = detail
    self.at = at
  }
}

/// Some pieces of a posting were given up; they are free again.
public struct LinesCancelled: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  public let pieces: Int64
  public let reason: String
  /// `seller`, `buyer`, `carrier` or `platform`.
  public let fault: String
  /// What the buyer gets back; nil where nothing was paid.
  public let refund: Money?
  public let at: Instant

  public init(
    seller: SellerID, posting: PostingID, number: String, pieces: Int64, reason: String,
    fault: String, refund: Money?, at: Instant
  ) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.pieces = pieces
    self.reason = reason
    self.fault = fault
    self.refund = refund
    self.at = at
  }
}

/// The state of an order's payment changed; one event a posting.
public struct PaymentChanged: Event, Hashable {
  public let seller: SellerID
  public let posting: PostingID
  public let number: String
  public let from: String
  public let to: String
  public let at: Instant

  public init(
    seller: SellerID, posting: PostingID, number: String, from: String, to: String, at: Instant
  ) {
    self.seller = seller
    self.posting = posting
    self.number = number
    self.from = from
    self.to = to
    self.at = at
  }
}
