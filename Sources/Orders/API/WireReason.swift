import Office

/// Why a posting is cancelled, in the numbers that the Seller API has for it.
struct WireReason: Sendable {
  let id: Int64
  /// Words for people, which the format wants in Russian.
  let title: String
  /// Whose doing it is.
  let isSellers: Bool
  /// Whether a seller's program may give it.
  let isOpen: Bool
  /// Ours; nil for what only others decide.
  let reason: CancelReason?

  static let all: [WireReason] = [
    WireReason(352, "Товар закончился на складе продавца", isSellers: true, .outOfStock),
    WireReason(400, "Ошибка в цене", isSellers: true, .priceError),
    WireReason(684, "Товар повреждён", isSellers: true, .damage),
    WireReason(402, "Другая причина (вина продавца)", isSellers: true, .outOfStock),
    WireReason(358, "Покупатель попросил отменить", .buyerAsked),
    WireReason(665, "По адресу нельзя доставить", .address),
    WireReason(673, "Подозрение на мошенничество", .fraud),
    WireReason(674, "Покупатель не ответил на вопрос", .noAnswer),
    byBuyer, unpaid, overdue, byPlatform, byLoss,
  ]

  private static let byBuyer = WireReason(359, "Покупатель отменил заказ", .buyer, isOpen: false)
  private static let unpaid = WireReason(
    505, "Заказ не оплачен вовремя", .paymentExpired, isOpen: false)
  private static let overdue = WireReason(
    506, "Продавец не успел в срок", isSellers: true, .overdue, isOpen: false)
  private static let byPlatform = WireReason(507, "Отменено площадкой", .platform, isOpen: false)

  private static let byLoss = WireReason(508, "Посылка утеряна", .lost, isOpen: false)

  static func named(_ id: Int64) -> WireReason? { all.first { $0.id == id } }

  /// What the timeline says, as a number of the API.
  init(stored word: String, by actor: PostingEvent.ActorKind) {
    let known = CancelReason(rawValue: word).flatMap { reason in
      Self.all.first { $0.reason == reason }
    }
    self = actor == .buyer ? Self.byBuyer : known ?? Self.byPlatform
  }

  private init(
    _ id: Int64, _ title: String, isSellers: Bool = false, _ reason: CancelReason,
    isOpen: Bool = true
  ) {
    self.id = id
    self.title = title
    self.isSellers = isSellers
    self.isOpen = isOpen
    self.reason = reason
  }
}
