import HTTP
import Testing

extension SocketTests {
  /// Who asks: forwarded fields, the PROXY protocol, and how many connections one may have.
  @Suite struct ProxyTests {
    private static let who = TestApplication(respond: { .text("\($0.peer.text) \($0.isSecure)") })

    private func server(
      _ trusted: [String], _ change: (inout ServerConfiguration) -> Void = { _ in }
    ) throws -> TestServer {
      try TestServer(ProxyTests.who) {
        $0.trustedProxies = trusted.compactMap { AddressRange($0) }
        change(&$0)
      }
    }

    @Test(
      "X-Forwarded-For is believed as far as trusted proxies wrote it",
      arguments: [
        ("203.0.113.9", "203.0.113.9 false"), ("1.1.1.1, 203.0.113.9", "203.0.113.9 false"),
        ("203.0.113.9, 127.0.0.2", "203.0.113.9 false"), ("203.0.113.9:80", "203.0.113.9 false"),
        ("[2001:db8::1]:80", "2001:db8::1 false"), ("2001:db8::1", "2001:db8::1 false"),
        ("unknown", "127.0.0.1 false"), ("203.0.113.9 x", "127.0.0.1 false"),
        ("203.0.113.9, x, 127.0.0.2", "127.0.0.2 false"), ("[::1", "127.0.0.1 false"),
        ("", "127.0.0.1 false"), (",", "127.0.0.1 false"),
      ])
    func extended(_ field: String, _ expected: String) throws {
      let server = try server(["127.0.0.0/8"])
      let client = server.client()
      client.send(
        request("GET /", "X-Forwarded-For: \(field)", "Forwarded: for=9.9.9.9;proto=https"))
      #expect(client.answer()?.body == expected)
    }

    @Test(
      "Forwarded is read instead where the operator says so",
      arguments: [
        ("for=203.0.113.9;proto=https", "203.0.113.9 true"),
        ("For=\"[2001:db8::1]:4711\";Proto=HTTPS;by=127.0.0.1", "2001:db8::1 true"),
        ("for=1.1.1.1;proto=https, for=203.0.113.9;proto=http", "203.0.113.9 false"),
        ("for=203.0.113.9;proto=https, for=127.0.0.2;proto=http", "203.0.113.9 true"),
        ("for=_hidden;proto=https", "127.0.0.1 true"),
        ("for=\"x, for=203.0.113.9", "203.0.113.9 false"),
        ("for=unknown", "127.0.0.1 false"), ("nonsense", "127.0.0.1 false"),
      ])
    func standard(_ field: String, _ expected: String) throws {
      let server = try server(["127.0.0.0/8"]) { $0.forwardedFields = .standard }
      let client = server.client()
      client.send(
        request("GET /", "Forwarded: \(field)", "X-Forwarded-For: 9.9.9.9"))
      #expect(client.answer()?.body == expected)
    }

    @Test("nobody else is believed")
    func untrusted() throws {
      for fields in [ForwardedFields.xForwarded, .standard] {
        let server = try server(["10.0.0.0/8"]) { $0.forwardedFields = fields }
        let client = server.client()
        client.send(
          request(
            "GET /", "X-Forwarded-For: 9.9.9.9", "X-Forwarded-Proto: https",
            "Forwarded: for=9.9.9.9;proto=https"))
        #expect(client.answer()?.body == "127.0.0.1 false")
      }
    }

    @Test("9110-7.4 https in the target is served when a trusted proxy ended TLS")
    func secured() throws {
      let server = try server(["127.0.0.1"])
      let client = server.client()
      client.send(request("GET https://a.example/", "X-Forwarded-Proto: https"))
      #expect(client.answer()?.status == 200)
    }

    private static let signature: [UInt8] = [
      13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10,
    ]
    private static let v4: [UInt8] =
      signature + [0x21, 0x11, 0, 12, 203, 0, 113, 9, 127, 0, 0, 1, 1, 2, 0, 80]
    private static let v6: [UInt8] =
      signature + [0x21, 0x21, 0, 39] + [0x20, 1, 0x0d, 0xb8] + Array(repeating: 0, count: 11)
      + [7] + Array(repeating: 0, count: 20) + [4, 0, 0]

    static let headers: [(String, [UInt8], String?)] = [
      ("IPv4", v4, "203.0.113.9 false"), ("IPv6 and an extension", v6, "2001:db8::7 false"),
      ("LOCAL", signature + [0x20, 0, 0, 0], "127.0.0.1 false"),
      ("LOCAL with content", signature + [0x20, 0x11, 0, 3, 1, 2, 3], "127.0.0.1 false"),
      ("a Unix socket", signature + [0x21, 0x31, 0, 2, 1, 1], "127.0.0.1 false"),
      ("none", [], nil), ("version 1", Array("PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n".utf8), nil),
      ("another version", signature + [0x31, 0x11, 0, 0], nil),
      ("another command", signature + [0x22, 0x11, 0, 0], nil),
      ("too short for its family", signature + [0x21, 0x11, 0, 4, 1, 1, 1, 1], nil),
      ("too long", signature + [0x21, 0x11, 0xff, 0xff], nil),
    ]

    @Test("the PROXY protocol, whole and octet by octet", arguments: headers)
    func proxyProtocol(_ name: String, _ header: [UInt8], _ expected: String?) throws {
      let server = try server(["127.0.0.1"]) { $0.usesProxyProtocol = true }
      let input = header + Array(request("GET /").utf8)
      for pieces in [[input], input.map { [$0] }] {
        let client = server.client()
        for piece in pieces where client.send(piece) {}
        #expect(client.answer()?.body == expected)
      }
    }

    @Test("with the PROXY protocol only proxies are heard")
    func strangers() throws {
      let server = try server(["10.0.0.0/8"]) { $0.usesProxyProtocol = true }
      let client = server.client()
      client.send(ProxyTests.v4 + Array(request("GET /").utf8))
      #expect(client.answer() == nil)
    }

    @Test("one client has its number of connections, and gets a place back when it ends one")
    func perAddress() throws {
      let server = try server([]) { $0.limits.connectionsPerAddress = 2 }
      let clients = [server.client(), server.client()]
      for client in clients {
        client.send(request("GET /"))
        #expect(client.answer()?.status == 200)
      }
      let third = server.client()
      third.send(request("GET /"))
      #expect(third.answer() == nil)
      clients[0].endWriting()
      #expect(clients[0].isClosed())
      let fourth = server.client()
      fourth.send(request("GET /"))
      #expect(fourth.answer()?.status == 200)
    }

    @Test("a trusted proxy's connections are not counted, its clients' are")
    func perClient() throws {
      let plain = try server(["127.0.0.1"]) { $0.limits.connectionsPerAddress = 1 }
      let clients = (0..<3).map { _ in plain.client() }
      for client in clients {
        client.send(request("GET /"))
        #expect(client.answer()?.status == 200)
      }
      let balanced = try server(["127.0.0.1"]) {
        $0.limits.connectionsPerAddress = 1
        $0.usesProxyProtocol = true
      }
      let answers = [ProxyTests.v4, ProxyTests.v4, ProxyTests.v6].map { header in
        let client = balanced.client()
        client.send(header + Array(request("GET /").utf8))
        return (client, client.answer()?.status)
      }
      #expect(answers.map(\.1) == [200, nil, 200])
    }
  }
}
