import CCrypt
import Glibc

/// Hashes passwords with yescrypt through libcrypt (crypt(5)). One for each thread: it owns the
/// 32 KiB that libcrypt works in.
///
/// About 24 ms of processor time a call at the usual cost, so never on a reactor.
public final class PasswordHasher {
  /// crypt.h makes `struct crypt_data` exactly this large; Swift does not import its arrays.
  private static let workSize = 32768

  private let work: UnsafeMutableRawPointer
  private let cost: UInt
  /// A salt of equal cost, for accounts that do not exist.
  private let decoy: String?

  /// - Parameter cost: 1...11, each step doubling time and memory; 5 is libcrypt's own choice.
  public init(cost: Int = 5) {
    work = .allocate(byteCount: Self.workSize, alignment: 16)
    work.initializeMemory(as: UInt8.self, repeating: 0, count: Self.workSize)
    self.cost = UInt(min(max(cost, 1), 11))
    decoy = Self.salt(cost: self.cost)
  }

  deinit { work.deallocate() }

  /// A new hash with its own salt, as `$y$...`; nil only when the system has no memory or no
  /// randomness left, or when the password breaks `PasswordRules`.
  public func hash(_ password: String) -> String? {
    guard let salt = Self.salt(cost: cost) else { return nil }
    return crypt(password, setting: salt)
  }

  /// Whether the password is the one that was hashed. Without a hash, which means that the
  /// account is unknown, it takes as long and says no.
  public func verify(_ password: String, against hash: String?) -> Bool {
    guard let setting = hash ?? decoy, let result = crypt(password, setting: setting) else {
      return false
    }
    return Self.isEqual(result, setting) && hash != nil
  }

  private func crypt(_ password: String, setting: String) -> String? {
    // C ends a text at a zero byte: "a\0b" would otherwise be let in by "a".
    guard PasswordRules.fits(password), !setting.utf8.contains(0) else { return nil }
    guard let result = crypt_rn(password, setting, work, Int32(Self.workSize)) else { return nil }
    return String(cString: result)
  }

  private static func salt(cost: UInt) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CRYPT_GENSALT_OUTPUT_SIZE)) {
      let size = Int32($0.count)
      guard let salt = crypt_gensalt_rn("$y$", cost, nil, 0, $0.baseAddress, size) else {
        return nil
      }
      return String(cString: salt)
    }
  }

  /// In time that does not depend on where the texts differ.
  private static func isEqual(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    return zip(a.utf8, b.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
