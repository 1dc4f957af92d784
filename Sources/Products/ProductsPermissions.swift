import Office

extension SellerPermission {
  static let viewProducts = SellerPermission(
    "products.view",
    [.owner, .manager, .catalogue, .warehouse, .marketing, .accountant, .care, .viewer])
  static let editProducts = SellerPermission("products.edit", [.owner, .manager, .catalogue])
  /// Whoever lists goods also says how many there are.
  static let editStock = SellerPermission(
    "stock.edit", [.owner, .manager, .catalogue, .warehouse])
}

extension PlatformPermission {
  static let moderateListings = PlatformPermission("listings.moderate", [.moderator, .admin])
}
