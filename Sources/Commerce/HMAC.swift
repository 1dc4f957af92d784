/// Keyed digests (RFC 2104).
public enum HMAC {
  private static let block = 64

  /// HMAC with SHA-256: 32 octets.
  public static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    var padded = key.count > block ? SHA256.hash(key) : key
    padded.append(contentsOf: repeatElement(0, count: block - padded.count))
    let inner = SHA256.hash(padded.map { $0 ^ 0x36 } + message)
    return SHA256.hash(padded.map { $0 ^ 0x5c } + inner)
  }
}

/// Whether two secrets are the same, in a time that depends on their length only.
public func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  guard a.count == b.count else { return false }
  var difference: UInt8 = 0
  for (x, y) in zip(a, b) { difference |= x ^ y }
  return difference == 0
}
