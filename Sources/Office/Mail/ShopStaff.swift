import Commerce
import SQL

/// Somebody of a shop who gets its mails.
public struct StaffAddress: Sendable {
  public let address: MailAddress
  /// The language they read.
  public let locale: Locale
}

/// Who of a shop is told.
public enum ShopStaff {
  private static let active = Query(
    """
    select m.email, m.name, coalesce(m.locale, 'en'), s.role
    from membership s join member m on m.id = s.member_id
    where s.shop = ? and m.state = 'active'
    """
  ) { (email: String, name: String, locale: String, role: String) in
    (email: email, name: name, locale: Locale(rawValue: locale) ?? .en, role: Role(rawValue: role))
  }

  /// The active staff of a shop in any of the roles, whose addresses can be written to.
  public static func addresses(
    of shop: Int64, in roles: RoleSet, _ rows: some Reads
  ) throws(SQLError) -> [StaffAddress] {
    try rows.all(active, shop).compactMap { member in
      guard let role = member.role, roles.contains(role),
        let address = MailAddress(member.email, name: member.name)
      else { return nil }
      return StaffAddress(address: address, locale: member.locale)
    }
  }
}
