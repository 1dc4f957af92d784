import HTTP

extension PeerAddress {
  /// The address without what singles out a person: IPv4 /24, IPv6 /48.
  var truncated: String {
    let bytes = bytes
    if bytes.count == 4 { return "\(bytes[0]).\(bytes[1]).\(bytes[2]).0" }
    let groups = stride(from: 0, to: min(6, bytes.count - 1), by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::"
  }

  /// One key for all addresses that one subscriber usually holds: IPv4 whole, IPv6 /64.
  var throttleKey: String {
    bytes.count == 4 ? text : bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
  }
}
