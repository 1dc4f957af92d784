import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Parcels of a posting") struct ParcelTests {
  private static func packed(
    _ lines: [(Int64, Int64)] = [(7, 3), (8, 2)]
  ) throws -> (OrdersHouse, Browser, String) {
    let house = try OrdersHouse()
    for (product, _) in lines { try house.stock(product, pieces: 20) }
    _ = try house.front().order(lines)
    let browser = try house.browser()
    return (house, browser, try browser.pack("48001-1"))
  }

  @Test("row 54: a posting leaves in two parcels, each with its number, weight and pieces")
  func split() throws {
    let (house, browser, path) = try Self.packed()
    let form = try browser.get("\(path)/shipment?parcels=2")
    #expect(form.text.contains("name=\"tracking_2\"") && form.text.contains("pieces_1_2"))
    let pieces = [
      ("pieces_1_1", "3"), ("pieces_1_2", "0"), ("pieces_2_1", "0"), ("pieces_2_2", "2"),
    ]
    let numbers = [
      ("carrier", "5"), ("parcels", "2"), ("tracking", "RR473124829GB"),
      ("tracking_2", "RR123456785GB"),
    ]
    let short = try browser.post(
      "\(path)/shipment", numbers + [("pieces_1_1", "2")] + pieces.dropFirst())
    #expect(short.status == 422 && short.text.contains("2 of 3 pieces"))
    let empty = try browser.post(
      "\(path)/shipment",
      numbers + [
        ("pieces_1_1", "3"), ("pieces_1_2", "0"), ("pieces_2_1", "2"), ("pieces_2_2", "0"),
      ])
    #expect(empty.status == 422 && empty.text.contains("Parcel 2 is empty"))
    let same = try browser.post(
      "\(path)/shipment",
      [
        ("carrier", "5"), ("parcels", "2"), ("tracking", "RR473124829GB"),
        ("tracking_2", "RR473124829GB"),
      ] + pieces)
    #expect(same.status == 422 && same.text.contains("href=\"#tracking_2\""))
    let wrong = try browser.post(
      "\(path)/shipment",
      [
        ("carrier", "5"), ("parcels", "2"), ("tracking", "RR473124829GB"),
        ("tracking_2", "RR123456786GB"),
      ] + pieces)
    #expect(wrong.status == 422 && wrong.text.contains("check digit of RR123456786GB"))
    #expect(try house.cards(path).count == 1)
    let done = try browser.post(
      "\(path)/shipment",
      numbers + pieces + [
        ("weight_2", "950"), ("length_2", "300"), ("width_2", "200"), ("height_2", "100"),
      ])
    #expect(done.status == 303, "\(done.text)")
    let cards = try house.cards(path)
    #expect(cards.map(\.number) == ["RR473124829GB", "RR123456785GB"])
    #expect(cards.map(\.weight) == [1_200, 950])
    #expect(cards[1].sides == [300, 200, 100])
    #expect(cards.allSatisfy { $0.promised != nil && $0.price != nil && $0.zone != nil })
    let contents = try ParcelStore(rows: house.store().rows).contents(of: cards[0].posting)
    #expect(contents == [1: [1: 3], 2: [2: 2]])
    #expect(try browser.get("\(path)/tracking").text.contains("Parcel 2 of 2"))
  }

  @Test("row 54: a bad check digit and a duplicate are refused before the buyer is told")
  func refused() throws {
    let (house, browser, path) = try Self.packed([(7, 1)])
    _ = try house.front().order([(7, 1)])
    let other = try browser.pack("48002-1")
    let bad = try browser.post(
      "\(path)/shipment", [("carrier", "5"), ("tracking", "RR473124820GB")])
    #expect(bad.status == 422)
    let good = try browser.post(
      "\(path)/parcels", [("carrier", "5"), ("tracking", "RR473124829GB")])
    #expect(good.status == 303)
    let twice = try browser.post(
      "\(other)/shipment", [("carrier", "5"), ("tracking", "RR473124829GB")])
    #expect(twice.status == 422 && twice.text.contains("48001-1"))
    try house.office.runDueJobs()
    #expect(try house.mails().isEmpty)
    #expect(try house.state(of: house.cards(path)[0].posting) == .awaitingDelivery)
    let now = try browser.post(
      "\(path)/shipment", [("carrier", "5"), ("tracking", "RR473124829GB")])
    #expect(now.status == 303)
    try house.office.runDueJobs()
    #expect(try house.mails().count == 1)
  }

  @Test("row 54: a wrong number is put right afterwards, and the old one stays in the history")
  func renumbering() throws {
    let (house, browser, path) = try Self.packed([(7, 1)])
    _ = try browser.post("\(path)/shipment", [("carrier", "5"), ("tracking", "RR473124829GB")])
    let page = "\(path)/tracking/number"
    let table: [(String, String, Int)] = [
      ("1", "RR473124820GB", 422), ("1", "RR473124829GB", 422), ("2", "RR123456785GB", 422),
      ("x", "RR123456785GB", 422), ("1", "", 422), ("1", "rr 123456785 gb", 303),
    ]
    for (part, number, status) in table {
      let answer = try browser.post(page, [("new_part", part), ("new_number", number)])
      #expect(answer.status == status, "\(part) \(number): \(answer.text)")
    }
    #expect(try house.cards(path)[0].number == "RR123456785GB")
    #expect(try browser.get(path).text.contains("RR473124829GB → RR123456785GB"))
    try house.office.runDueJobs()
    #expect(try house.mails().count == 2)
  }

  @Test(
    "row 58: another service than the rule's takes a reason; a parcel that does not fit is refused")
  func override() throws {
    let (house, browser, path) = try Self.packed([(7, 1)])
    let owner = try house.browser("owner@one.example")
    try owner.rule("Kazan by Severpost", "2", [("areas", "RU 42")])
    let form = try browser.get("\(path)/shipment")
    #expect(form.text.contains("“Kazan by Severpost” proposes Severpost, Standard"))
    #expect(form.text.contains("<option value=\"2\" selected>"))
    let fields = [("carrier", "5"), ("tracking", "RR473124829GB")]
    let bare = try browser.post("\(path)/shipment", fields)
    #expect(bare.status == 422 && bare.text.contains("href=\"#reason\""))
    let heavy = try browser.post(
      "\(path)/shipment", fields + [("reason", "buyer asked"), ("weight", "900000")])
    #expect(heavy.status == 422 && heavy.text.contains("Too heavy"))
    let done = try browser.post("\(path)/shipment", fields + [("reason", "buyer asked")])
    #expect(done.status == 303, "\(done.text)")
    let posting = try house.cards(path)[0].posting
    let choice = try ShippingStore(rows: house.store().rows).choice(of: posting)
    #expect(choice?.reason == "buyer asked" && choice?.proposed == TariffID(raw: 2))
    #expect(choice?.tariff == TariffID(raw: 5) && choice?.rule != nil)
  }

  @Test("row 54: hostile fields of the form are 422, never more, and write nothing")
  func hostile() throws {
    let (house, browser, path) = try Self.packed()
    let before = try house.cards(path)
    let hostile: [[(String, String)]] = [
      [("parcels", "-1")], [("parcels", "99999999999999999999")], [("weight", "0")],
      [("weight", "9223372036854775807")], [("length", "5")], [("length", "x")],
      [("parcels", "2"), ("tracking_2", "SD00000000000"), ("pieces_1_1", "-3")],
      [("carrier", "9223372036854775807")], [("carrier", "")],
      [("tracking", String(repeating: "9", count: 5_000))],
    ]
    for fields in hostile {
      let base = [("carrier", "5"), ("tracking", "RR473124820GB")]
      let names = Set(fields.map(\.0))
      let answer = try browser.post(
        "\(path)/shipment", base.filter { !names.contains($0.0) } + fields)
      #expect(answer.status == 422, "\(fields): \(answer.status)")
    }
    #expect(try house.cards(path) == before)
  }
}

extension OrdersHouse {
  /// The parcels of the posting with that path.
  func cards(_ path: String) throws -> [ParcelCard] {
    let id = PostingID(text: String(path.split(separator: "/").last ?? ""))
    guard let id else { return [] }
    return try ParcelStore(rows: store().rows).cards(of: id)
  }
}
