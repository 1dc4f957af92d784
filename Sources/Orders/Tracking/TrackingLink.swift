import Commerce
import Office
import SQL

/// The buyer's page: a link that only this installation can make, for one posting.
struct TrackingLink: Sendable, Hashable {
  static let purpose = "orders.tracking"

  let seller: Int64
  let posting: PostingID
}

extension Kernel {
  /// The address of the buyer's page, for mails and documents.
  func link(to tracking: TrackingLink) -> String {
    "\(configuration.publicURL)/t/\(token(of: tracking))"
  }

  func token(of tracking: TrackingLink) -> String {
    signedLink(
      seller: SellerID(raw: tracking.seller), object: tracking.posting.raw,
      purpose: TrackingLink.purpose)
  }
}
