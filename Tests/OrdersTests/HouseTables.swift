import Commerce
import Office
@_spi(Minting) import SQL

@testable import Orders

/// What tests look at behind the pages.
extension OrdersHouse {
  func acts() throws -> PostingActs {
    let kernel = office.kernel
    return PostingActs(
      stock: StubStock(), kernel: kernel, deadlines: .standard)
  }

  var shopScope: SellerScope { SellerScope(seller: shop.raw) }
  private var scope: SellerScope { shopScope }

  /// A browser of somebody of the platform.
  func staff(_ role: Role) throws -> Browser {
    let email = "\(role.rawValue)@desk.example"
    _ = try Accounts(database: office.kernel.database).add(
      NewMember(email: email, name: role.rawValue, role: role, shop: nil), hash: "-",
      at: clock.now())
    return try browser(email)
  }

  func store() throws -> PostingStore {
    PostingStore(rows: try reader().seller(scope))
  }

  func state(of id: PostingID) throws -> PostingState? { try store().posting(id)?.state }

  private static let lastID = PlatformQuery<Int64>("select max(id) from main.posting")

  /// A posting that came in this state from elsewhere; it has a parcel once it was packed.
  func archived(
    in state: PostingState, to recipient: Recipient = .anna, isNumbered: Bool = true,
    by hands: ArchivedHands? = nil
  ) throws -> PostingID {
    let now = clock.now()
    let order = try office.kernel.database.writer.write { transaction in
      try transaction.platform(PlatformScope()).one(
        PlatformQuery<Int64>("select count(*) from customer_order"))
    }
    let isPacked = isNumbered && state.tab.rawValue > PostingTab.pack.rawValue
    var done = Milestones(placed: now, paid: now)
    if hands != nil {
      done.confirmed = now + .minutes(1)
      done.packed = now + .minutes(2)
      done.shipped = now + .minutes(3)
    }
    var posting = ArchivedPosting(
      seller: shop, state: state, milestones: done,
      recipient: recipient, lines: [.teapot(7, pieces: 2)], shippingMinor: 0,
      carrier: isPacked ? 1 : nil,
      trackingNumber: isPacked ? "SDX\(order)" : nil)
    posting.hands = hands
    let taken = posting
    return try office.kernel.database.writer.write { transaction in
      let platform = transaction.platform(PlatformScope())
      try OrderArchive().insert(
        [
          ArchivedOrder(
            source: "test:\(order)", placed: now + .milliseconds(order), currency: .rub,
            postings: [taken])
        ], in: platform)
      return PostingID(raw: try platform.one(Self.lastID))
    }
  }

  /// Carries a command out as somebody who may, unless told who.
  func perform(
    _ command: PostingCommand, on id: PostingID, _ acts: PostingActs, by actor: Actor? = nil,
    detail: String = ""
  ) throws {
    let kind = PostingMachine.table.first { $0.command == command }?.by.first?.actor ?? .buyer
    var act = PostingAct(
      command: command, actor: actor ?? Actor(kind: kind, name: ""), detail: detail)
    if command == .ship {
      let carrier = try Carriers().all(in: reader().open)[4]
      act.shipment = Shipment(carrier: carrier, trackingNumber: "RR\(id.raw)")
    }
    try office.kernel.database.writer.write { transaction in
      try acts.perform(act, on: id, at: clock.now(), in: transaction.seller(scope))
    }
  }

  /// Kept counters that differ from the rows they count.
  func miscounts() throws -> [String] {
    let reader = try self.reader()
    let counted = try reader.platform(PlatformScope()).all(OrderCounts.recount)
    let rows = counted.map { "\($0.seller) \($0.name) \($0.value)" }
    var kept: [String] = []
    for seller in [shop, other] {
      let counters = try Counters.all(in: reader.seller(SellerScope(seller: seller.raw)))
      // Claims are counted by `differences`.
      let others = ["notices.", "claims."]
      let orders = counters.filter { name, count in
        count != 0 && !others.contains { name.hasPrefix($0) }
      }
      kept += orders.map {
        "\(seller) \($0.key) \($0.value)"
      }
    }
    return Set(rows).symmetricDifference(kept).sorted()
  }
}

extension Recipient {
  static let anna = Recipient(
    name: "Anna Sergeeva", phone: "+7 900 123-45-41", email: "anna@example.org", country: "RU",
    postcode: "420000", city: "Kazan", street: "ul. Primernaya 12")
}

extension ArchivedLine {
  static func teapot(_ product: Int64, pieces: Int64 = 1) -> ArchivedLine {
    ArchivedLine(
      product: ProductID(raw: product), offerID: "OF-\(product)", title: "Teapot", weightGrams: 400,
      quantity: pieces, priceMinor: 249_000)
  }
}
