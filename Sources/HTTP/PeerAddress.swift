import Glibc

/// Where a request comes from: an IPv4 or IPv6 address without port.
public struct PeerAddress: Hashable, Sendable {
  /// 16 octets as two big-endian halves; IPv4 is mapped (::ffff:a.b.c.d, RFC 4291, 2.5.5.2).
  let high: UInt64
  let low: UInt64

  /// 127.0.0.1
  public static let loopback = PeerAddress(high: 0, low: 0xffff_7f00_0001)

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Parses the textual form of either family.
  public init?(_ text: String) {
    var v4 = in_addr()
    var v6 = in6_addr()
    // The library would read only up to a NUL.
    if text.utf8.contains(0) { return nil }
    if inet_pton(AF_INET, text, &v4) == 1 {
      self.init(v4)
    } else if inet_pton(AF_INET6, text, &v6) == 1 {
      self.init(v6)
    } else {
      return nil
    }
  }

  init(_ address: in_addr) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(UInt32(bigEndian: address.s_addr)))
  }

  init(_ address: in6_addr) {
    let halves = withUnsafeBytes(of: address) { raw in
      (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    self.init(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
  }

  var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// True for 127.0.0.0/8 and ::1.
  public var isLoopback: Bool {
    isIPv4 ? (low >> 24) & 0xff == 127 : high == 0 && low == 1
  }

  /// The 16 octets, as a key for throttling.
  public var bytes: [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 & 7))) }
  }

  /// The usual text, such as `192.0.2.7` or `2001:db8::1`.
  public var text: String {
    var storage = [CChar](repeating: 0, count: 46)
    if isIPv4 {
      var address = in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian)
      inet_ntop(AF_INET, &address, &storage, 46)
    } else {
      var halves = (high.bigEndian, low.bigEndian)
      inet_ntop(AF_INET6, &halves, &storage, 46)
    }
    return String(decoding: storage.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// What the log may keep: the network, /24 for IPv4 and /48 for IPv6.
  var masked: PeerAddress {
    isIPv4
      ? PeerAddress(high: high, low: low & ~0xff)
      : PeerAddress(high: high & ~0xffff, low: 0)
  }
}

/// A block of addresses, such as `10.0.0.0/8`, `::1` or `2001:db8::/32`.
public struct AddressRange: Sendable {
  private let first: PeerAddress
  private let bits: Int

  /// nil when the text is no address with an optional prefix length.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ PeerAddress(String($0)) }), parts.count <= 2 else {
      return nil
    }
    let width = address.isIPv4 ? 32 : 128
    guard let length = parts.count == 2 ? Int(parts[1]) : width, 0...width ~= length else {
      return nil
    }
    first = address
    bits = length + 128 - width
  }

  /// Whether the address lies in the block; families never mix.
  public func contains(_ address: PeerAddress) -> Bool {
    let highBits = min(64, bits)
    let lowBits = bits - highBits
    return Self.same(first.high, address.high, highBits)
      && Self.same(first.low, address.low, lowBits)
  }

  private static func same(_ one: UInt64, _ other: UInt64, _ bits: Int) -> Bool {
    bits == 0 || (one ^ other) >> UInt64(64 - bits) == 0
  }
}
