import HTTP

extension PeerAddress {
  /// The address without what singles out a person: IPv4 /24, IPv6 /48.
  var truncated: String {
    if let octets = version4 { return "\(octets[0]).\(octets[1]).\(octets[2]).0" }
    let bytes = bytes
    let groups = stride(from: 0, to: 6, by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::"
  }

  /// One key for all addresses that one subscriber usually holds: IPv4 whole, IPv6 /64.
  var throttleKey: String {
    if version4 != nil { return text }
    return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// The four octets of an IPv4 address, which `bytes` gives mapped (RFC 4291 2.5.5.2).
  private var version4: [UInt8]? {
    let bytes = bytes
    let mapping: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return bytes.starts(with: mapping) ? Array(bytes.dropFirst(mapping.count)) : nil
  }
}
