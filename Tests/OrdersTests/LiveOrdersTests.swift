import HTTP
import Office
import OfficeTesting
import Testing

@Suite("Open pages of a shop") struct LiveOrdersTests {
  @Test("hear of a new order of their own shop once it is stored, and of no other shop's")
  func news() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let broadcast = house.office.kernel.broadcast
    var settings = ServerConfiguration()
    settings.broadcast = broadcast
    let server = Server(house.office, configuration: settings)
    try server.start()
    defer { server.wait() }
    let mine = try listener(house, "owner@one.example", server.port)
    let other = try listener(house, "owner@two.example", server.port)
    #expect(broadcast.count == 2)

    let front = try house.front()
    #expect(try front.post("/storefront/v1/orders", ShopFront.body([(7, 6)])).status == 409)
    #expect(try front.post("/storefront/v1/orders", ShopFront.body([(7, 1)])).status == 201)
    #expect(try mine.text(upTo: "data: \n\n") == "event: order\ndata: \n\n")
    server.stop()
    #expect(try mine.rest().isEmpty)
    #expect(try other.rest().isEmpty)
  }

  private func listener(
    _ house: OrdersHouse, _ email: String, _ port: UInt16
  ) throws -> WireConnection {
    let connection = try WireConnection(port: port)
    let cookie = try house.browser(email).cookie
    try connection.send(
      "GET /orders/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\n\r\n")
    #expect(try connection.text(upTo: "retry: 2000\n\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
    return connection
  }
}
