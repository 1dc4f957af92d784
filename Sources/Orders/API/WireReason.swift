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
    WireReason(
      id: 352, title: "Товар закончился на складе продавца", isSellers: true, isOpen: true,
      reason: .outOfStock),
    WireReason(
      id: 400, title: "Ошибка в цене", isSellers: true, isOpen: true, reason: .priceError),
    WireReason(
      id: 684, title: "Товар повреждён", isSellers: true, isOpen: true, reason: .damage),
    WireReason(
      id: 402, title: "Другая причина (вина продавца)", isSellers: true, isOpen: true,
      reason: .outOfStock),
    WireReason(
      id: 358, title: "Покупатель попросил отменить", isSellers: false, isOpen: true,
      reason: .buyerAsked),
    WireReason(
      id: 665, title: "По адресу нельзя доставить", isSellers: false, isOpen: true,
      reason: .address),
    WireReason(
      id: 673, title: "Подозрение на мошенничество", isSellers: false, isOpen: true,
      reason: .fraud),
    WireReason(
      id: 359, title: "Покупатель отменил заказ", isSellers: false, isOpen: false, reason: nil),
    WireReason(id: 507, title: "Отменено площадкой", isSellers: false, isOpen: false, reason: nil),
  ]

  static func named(_ id: Int64) -> WireReason? { all.first { $0.id == id } }

  /// What the timeline says, as a number of the API.
  init(stored word: String, by actor: PostingEvent.ActorKind) {
    let byBuyer = Self.all[Self.all.count - 2]
    let byPlatform = Self.all[Self.all.count - 1]
    let sellers = CancelReason(rawValue: word).flatMap { reason in
      Self.all.first { $0.reason == reason }
    }
    self = actor == .buyer ? byBuyer : sellers ?? byPlatform
  }

  private init(id: Int64, title: String, isSellers: Bool, isOpen: Bool, reason: CancelReason?) {
    self.id = id
    self.title = title
    self.isSellers = isSellers
    self.isOpen = isOpen
    self.reason = reason
  }
}
