/// What a new password must be.
public enum PasswordRules {
  /// Why a password is refused.
  public enum Problem: String, Error, Sendable, CaseIterable {
    case tooShort
    case tooLong
    /// A zero byte, which libcrypt would end the password at.
    case badCharacter
    /// Among those that attackers try first.
    case common
    /// The e-mail address of the account, or its part before the @.
    case sameAsEmail
  }

  /// Bytes of UTF-8 (libcrypt takes up to 511).
  public static let length = 8...256

  /// The first rule that the password breaks; nil when it is good.
  public static func problem(with password: String, email: String) -> Problem? {
    if password.utf8.count < length.lowerBound { return .tooShort }
    if password.utf8.count > length.upperBound { return .tooLong }
    if password.utf8.contains(0) { return .badCharacter }
    let folded = password.lowercased()
    let address = email.lowercased()
    if folded == address || address.hasPrefix(folded + "@") { return .sameAsEmail }
    return isCommon(folded) ? .common : nil
  }

  /// Whether it can be hashed at all.
  static func fits(_ password: String) -> Bool {
    password.utf8.count <= length.upperBound && !password.utf8.contains(0)
  }

  private static func isCommon(_ folded: String) -> Bool {
    if Set(folded.utf8).count <= 2 { return true }
    return CommonPasswords.all.contains(folded)
  }
}
