import HTTP
import Testing

@testable import Office

@Suite("addresses")
struct PeerTextTests {
  @Test(
    "the audit keeps the network; the throttle counts a subscriber",
    arguments: [
      ("192.0.2.77", "192.0.2.0", "192.0.2.77"), ("10.1.2.3", "10.1.2.0", "10.1.2.3"),
      ("2001:db8:1:2:3:4:5:6", "2001:db8:1::", "20:1:d:b8:0:1:0:2"),
      ("2001:db8:1:2::9", "2001:db8:1::", "20:1:d:b8:0:1:0:2"),
      ("::1", "0:0:0::", "0:0:0:0:0:0:0:0"),
    ])
  func table(_ text: String, _ network: String, _ key: String) throws {
    let peer = try #require(PeerAddress(text))
    #expect(peer.truncated == network)
    #expect(peer.throttleKey == key)
  }
}
