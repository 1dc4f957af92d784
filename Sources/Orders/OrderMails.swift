import Commerce
import Office
import SQL

extension PostingMails {
  /// Every kind.
  static func all(_ kernel: Kernel) -> [PostingMails] {
    [
      placed(kernel), withdrawn(kernel), shipped(kernel), cancelled(kernel), lost(kernel),
      lines(kernel), questions(kernel), late(kernel), answers(kernel),
    ]
  }

  static let orderTotal = Query(
    "select total_minor, currency from customer_order where id = ?", Money.init(minor:code:))

  /// The buyer gets the confirmation of the order, and the shop its notice.
  static func placed(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.placed", kernel: kernel, notice: .orderPlaced) { reading in
      // The buyer placed one order: the first posting's job writes for all of them.
      guard reading.posting.number.hasSuffix("-1") else { return nil }
      let total = try reading.context.reader.open.one(orderTotal, reading.posting.order.raw)
      return try reading.letter(
        PlacedMail(
          orderNumber: reading.posting.orderNumber, amount: reading.locale.moneyWithCode(total),
          trackingURL: kernel.link(to: reading.link)))
    }
  }

  /// The shop is told that the buyer withdrew.
  static func withdrawn(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.withdrawn", kernel: kernel, notice: .orderWithdrawn) { _ in nil }
  }

  /// The buyer is told that the parcel is on its way.
  static func shipped(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.shipped", kernel: kernel) { reading in
      let parcel = try PostingStore(rows: reading.rows).parcels(of: reading.posting.id).first
      let carriers = try reading.context.reader.open.all(Carriers.all)
      return try reading.letter(
        ShippedMail(
          orderNumber: reading.posting.orderNumber, shopName: reading.shopName(),
          carrier: carriers.first { $0.id == parcel?.carrier }?.name ?? "",
          trackingNumber: parcel?.trackingNumber ?? "", trackingURL: kernel.link(to: reading.link)))
    }
  }

  /// The buyer is told that the posting is cancelled.
  static func cancelled(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.cancelled", kernel: kernel) { reading in
      try reading.letter(CancelledMail(reading))
    }
  }

  /// The buyer is told that the parcel is lost and the money comes back.
  static func lost(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.lost", kernel: kernel) { reading in
      try reading.letter(LostMail(mail: CancelledMail(reading)))
    }
  }
}

extension CancelledMail {
  fileprivate init(_ reading: PostingMails.Reading) throws {
    self.init(
      orderNumber: reading.posting.orderNumber, shopName: try reading.shopName(),
      amount: reading.locale.moneyWithCode(reading.posting.total))
  }
}

extension NoticeKind {
  /// A paid posting came in.
  static let orderPlaced = NoticeKind(
    "orders.placed", for: .viewOrders, mailed: [.owner, .warehouse])
  /// The buyer withdrew: it must not be sent.
  static let orderWithdrawn = NoticeKind(
    "orders.withdrawn", for: .viewOrders, mailed: [.owner, .warehouse], isCritical: true)
}
