import Office

extension SellerPermission {
  /// See postings, their goods and their masked buyers.
  public static let viewOrders = SellerPermission(
    "orders.view", [.owner, .manager, .warehouse, .care, .accountant, .viewer])
  /// Confirm, pack, ship, and print what goes with the parcel.
  public static let editOrders = SellerPermission(
    "orders.edit", [.owner, .manager, .warehouse])
  /// Cancel a posting before it is shipped.
  public static let cancelOrders = SellerPermission(
    "orders.cancel", [.owner, .manager, .warehouse, .care])
  /// Put a posting on hold, ask its buyer, and go on with it.
  public static let holdOrders = SellerPermission(
    "orders.hold", [.owner, .manager, .warehouse, .care])
  /// Answer buyers who ask for their parcel.
  public static let answerBuyers = SellerPermission(
    "orders.answer", [.owner, .manager, .warehouse, .care])
  /// Say what is done by itself with new orders.
  public static let setOrderRules = SellerPermission("orders.rules", [.owner, .manager])
  /// Write notes, put tags on and give to somebody: what only the shop's staff see.
  public static let noteOrders = SellerPermission(
    "orders.note", [.owner, .manager, .warehouse, .care])
  /// See a buyer's name, phone and address, with a reason that is logged.
  public static let seeRecipients = SellerPermission(
    "orders.recipient", [.owner, .manager, .warehouse, .care])
}

extension PlatformPermission {
  /// Decide what shops object to in their service metrics.
  public static let judgeService = PlatformPermission("orders.judge", [.admin, .support])
  /// Give buyers their money back for what a carrier has lost.
  public static let settleLosses = PlatformPermission("orders.settle", [.admin, .treasurer])
  /// Cancel a shop's posting for the platform.
  public static let revokePostings = PlatformPermission("orders.revoke", [.admin, .support])
}
