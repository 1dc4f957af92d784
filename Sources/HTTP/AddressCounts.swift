import Synchronization

/// Connections by client, over all reactors. As many entries as there are connections at most.
final class AddressCounts: Sendable {
  private let counts = Mutex<[PeerAddress: Int]>([:])
  private let limit: Int

  /// nil when there is no limit: then nobody pays for counting.
  init?(limit: Int) {
    guard limit > 0 else { return nil }
    self.limit = limit
  }

  /// False when this client has as many connections as it may.
  func enter(_ address: PeerAddress) -> Bool {
    counts.withLock { counts in
      let present = counts[address.client, default: 0]
      guard present < limit else { return false }
      counts[address.client] = present + 1
      return true
    }
  }

  func leave(_ address: PeerAddress) {
    counts.withLock { counts in
      let left = counts[address.client, default: 0] - 1
      counts[address.client] = left > 0 ? left : nil
    }
  }
}

extension PeerAddress {
  /// What one customer is given: an IPv4 address, or a /64 of IPv6 (RFC 6177).
  fileprivate var client: PeerAddress { isIPv4 ? self : PeerAddress(high: high, low: 0) }
}
