import Glibc

/// An address of a machine, as far as it matters whether it is one of the open Internet.
struct NetworkAddress: Sendable, Hashable {
  /// 16 octets; an IPv4 address as ::ffff:a.b.c.d (RFC 4291 2.5.5.2).
  private let octets: [UInt8]

  /// Reads digits as they are written: never a name, nor 0x7f.1.
  init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      octets = Self.mapped(withUnsafeBytes(of: &four) { Array($0) })
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      octets = withUnsafeBytes(of: &six) { Array($0) }
    } else {
      return nil
    }
  }

  private static func mapped(_ four: [UInt8]) -> [UInt8] {
    [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + four
  }

  /// Where the same is reached as an IPv4 address.
  private var four: ArraySlice<UInt8>? {
    let start = octets.prefix(12)
    if start.elementsEqual([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) {
      return octets.suffix(4)
    }
    // NAT64 (RFC 6052 2.1).
    if start.elementsEqual([0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)) {
      return octets.suffix(4)
    }
    // 6to4 (RFC 3056 2).
    return octets.starts(with: [0x20, 0x02]) ? octets[2..<6] : nil
  }

  /// Whether it lies in the open Internet: neither this machine nor its net, nor anything that is
  /// set apart for a purpose (RFC 6890).
  var isPublic: Bool {
    if let four { return !Self.reserved.contains { Self.holds($0, four) } }
    // Global unicast is 2000::/3; of that Teredo (2001::/23) and the documentation nets are not.
    let isGlobal = octets[0] & 0xE0 == 0x20
    return isGlobal && !Self.reservedSix.contains { Self.holds($0, octets[...]) }
  }

  private static let reserved: [(net: [UInt8], bits: Int)] = [
    ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12),
    ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16),
    ([198, 18], 15), ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 4), ([240], 4),
  ]

  private static let reservedSix: [(net: [UInt8], bits: Int)] = [
    ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF, 0x00], 20),
  ]

  private static func holds(
    _ range: (net: [UInt8], bits: Int), _ address: ArraySlice<UInt8>
  ) -> Bool {
    let (whole, rest) = range.bits.quotientAndRemainder(dividingBy: 8)
    guard address.prefix(whole).elementsEqual(range.net.prefix(whole)) else { return false }
    if rest == 0 { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
    return address[address.startIndex + whole] & mask == range.net[whole] & mask
  }

  /// The addresses of a name, as the system finds them; the digits themselves for an address.
  static func resolve(_ host: String) -> [String] {
    if NetworkAddress(host) != nil { return [host] }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
    defer { freeaddrinfo(found) }
    var texts: [String] = []
    var next = found
    while let entry = next?.pointee {
      var buffer = [CChar](repeating: 0, count: 64)
      if let address = entry.ai_addr,
        getnameinfo(
          address, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0
      {
        let text = String(
          decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if !texts.contains(text) { texts.append(text) }
      }
      next = entry.ai_next
    }
    return texts
  }
}
