import Commerce
import HTTP
import Office
import OfficeTesting
@_spi(Minting) import SQL
import Testing

@testable import Orders

/// What tests of documents need of the house.
extension OrdersHouse {
  private var scope: SellerScope { SellerScope(seller: shop.raw) }

  /// Postings that are packed, one for each recipient, with parcels `SD00000000017` and on.
  func packed(
    _ recipients: [Recipient], lines: [ArchivedLine] = [.teapot(7)],
    state: PostingState = .awaitingDelivery, from warehouse: WarehouseID? = nil
  ) throws -> [PostingID] {
    let now = clock.now()
    let ids: [PostingID] = recipients.map { _ in office.kernel.newID() }
    let orders = zip(ids, recipients).map { id, recipient in
      var posting = ArchivedPosting(
        seller: shop, state: state, milestones: Milestones(placed: now, paid: now),
        recipient: recipient, lines: lines, shippingMinor: 30_000, carrier: 1,
        trackingNumber: "SD\(id)")
      posting.id = id
      posting.warehouse = warehouse
      return ArchivedOrder(source: "test:\(id)", placed: now, currency: .rub, postings: [posting])
    }
    try office.kernel.database.writer.write { transaction in
      _ = try OrderArchive().insert(orders, in: transaction.platform(PlatformScope()))
    }
    return ids
  }

  func write(_ body: @Sendable (SellerTransaction) throws -> Void) throws {
    let scope = scope
    try office.kernel.database.writer.write { try body($0.seller(scope)) }
  }

  /// The shop's desk, as programs have it.
  func desk(_ locale: Locale = .en) throws -> PrintDesk {
    let reader = try self.reader()
    let room = PrintRoom(book: office.kernel.configuration.book, carriers: Carriers())
    return try PrintDesk(
      room, office.kernel, reader.seller(scope), open: reader.open, seller: shop.raw,
      locale: locale, now: clock.now())
  }

  func invoices() throws -> InvoiceStore {
    InvoiceStore(rows: try reader().seller(scope))
  }
}

extension Browser {
  /// Prints, and gives the address of what was printed.
  func print(_ kind: String, _ ids: [PostingID]) throws -> String {
    let fields = [("kind", kind)] + ids.map { ("id", $0.description) }
    let answer = try post("/prints", fields)
    try #require(answer.status == 303, "\(answer.status) \(answer.text.prefix(2_000))")
    return answer.location
  }

  /// The file behind an address.
  func file(_ target: String) throws -> [UInt8] {
    let request = try Request(.get, target, headers: [("Cookie", cookie)])
    let response = house.office.respond(request, local)
    #expect(response.headers["Content-Type"] == "application/pdf")
    guard case .bytes(let bytes) = response.body else { return [] }
    return bytes
  }

  /// What an address with `?` in it names, as PDF.
  func pdf(_ run: String, paper: String? = nil) throws -> [UInt8] {
    try file(run + "/document.pdf" + (paper.map { "?paper=\($0)" } ?? ""))
  }

  func set(_ level: Int, paper: String = "large", more: [(String, String)] = []) throws {
    let owner = try house.browser("owner@one.example")
    let fields = [
      ("privacy", "\(level)"), ("paper", paper), ("series", "A"), ("legal_name", ""),
      ("tax_id", ""), ("tax_rate", ""),
    ].filter { field in !more.contains { $0.0 == field.0 } }
    #expect(try owner.post("/settings/documents", fields + more).status == 303)
  }
}

extension Recipient {
  static let long = Recipient(
    name: "Константинопольский Александр Владимирович", phone: "+7 916 555-77-19",
    email: "k@example.org", country: "RU", postcode: "628011",
    city: "Ханты-Мансийск, Ханты-Мансийский автономный округ — Югра",
    street: "улица Героев-Панфиловцев, дом 148, корпус 3, строение 2, подъезд 11, этаж 24, "
      + "квартира 1172, домофон 1172К, вход со двора через арку напротив аптеки",
    note: "Пожалуйста, позвоните за час до доставки", language: "ru")
  static let abroad = Recipient(
    name: "Maximilian Featherstonehaugh-Cholmondeley", phone: "+44 20 7946 0958",
    email: "m@example.org", country: "GB", postcode: "SW1A 1AA",
    city: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    street: "Flat 12B, The Old Schoolhouse, 1287 Upper Northumberland Avenue West", note: "",
    language: "en")
  static let wang = Recipient(
    name: "王小明", phone: "+86 138 0013 8000", email: "w@example.org", country: "CN",
    postcode: "100025", city: "北京市朝阳区",
    street: "建国路八十八号现代城（五号楼）二十三层二三〇八室，靠近地铁大望路站Ｃ出口，"
      + "如无人接听请放到一层丰巢快递柜，谢谢您的辛苦配送", note: "生日快乐！", language: "zh")
}
