/// The header a load balancer puts in front of a connection: PROXY protocol, version 2 only, as its
/// specification (haproxy, proxy-protocol.txt, 2.2) writes it.
enum ProxyProtocol {
  enum Outcome: Equatable {
    case incomplete
    /// The header fills the first `length` octets. nil: the proxy speaks for itself (LOCAL), or of
    /// an address family that is none of ours.
    case complete(length: Int, PeerAddress?)
    /// Not the header, or longer than any of use: the connection is closed without a word.
    case failed
  }

  private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
  private static let longest = 4096

  static func parse(_ bytes: Span<UInt8>) -> Outcome {
    for index in 0..<min(bytes.count, signature.count) where bytes[index] != signature[index] {
      return .failed
    }
    guard bytes.count >= 16 else { return .incomplete }
    let length = Int(bytes[14]) << 8 | Int(bytes[15])
    guard bytes[12] == 0x20 || bytes[12] == 0x21, length <= longest else { return .failed }
    guard bytes.count >= 16 + length else { return .incomplete }
    if bytes[12] == 0x20 { return .complete(length: 16 + length, nil) }
    return source(bytes.extracting(13..<(16 + length)))
  }

  /// From the octet of family and transport on. Extensions behind the addresses are skipped.
  private static func source(_ bytes: Span<UInt8>) -> Outcome {
    let (length, whole) = (bytes.count - 3, bytes.count + 13)
    switch bytes[0] {
    case 0x11:
      guard length >= 12 else { return .failed }
      let address = number(bytes, 3, 4)
      return .complete(length: whole, PeerAddress(high: 0, low: 0xffff_0000_0000 | address))
    case 0x21:
      guard length >= 36 else { return .failed }
      return .complete(
        length: whole, PeerAddress(high: number(bytes, 3, 8), low: number(bytes, 11, 8)))
    default: return .complete(length: whole, nil)
    }
  }

  private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<(start + count) { value = value << 8 | UInt64(bytes[index]) }
    return value
  }
}
