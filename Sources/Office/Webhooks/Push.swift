import Commerce
import SQL

/// The messages that sellers' programs know from the Seller API: `{"message_type": "TYPE_...", ...}`.
/// Programs subscribe to their types by that API; a type is the name of its event.
public enum Push: String, CaseIterable, Sendable {
  case newPosting = "TYPE_NEW_POSTING"
  case postingCancelled = "TYPE_POSTING_CANCELLED"
  case stateChanged = "TYPE_STATE_CHANGED"
  case cutOffChanged = "TYPE_CUTOFF_DATE_CHANGED"
  case deliveryDateChanged = "TYPE_DELIVERY_DATE_CHANGED"
  case itemChanged = "TYPE_CREATE_OR_UPDATE_ITEM"
  case stocksChanged = "TYPE_STOCKS_CHANGED"

  /// Words for people, which the format wants in Russian.
  var title: String {
    switch self {
    case .newPosting: "Новое отправление"
    case .postingCancelled: "Отмена отправления"
    case .stateChanged: "Смена статуса отправления"
    case .cutOffChanged: "Смена даты отгрузки отправления"
    case .deliveryDateChanged: "Смена даты доставки отправления"
    case .itemChanged: "Создание или изменение товара"
    case .stocksChanged: "Изменение остатков на складах продавца"
    }
  }
}

extension Webhooks {
  /// What programs of the shop want pushed; empty for most shops, by one look at their webhooks.
  public func pushes(in tx: SellerTransaction) throws(SQLError) -> Set<Push> {
    var heard: Set<Push> = []
    for events in try tx.all(WebhookSQL.heard, PushFormat.name) {
      heard.formUnion(events.split(separator: " ").compactMap { Push(rawValue: String($0)) })
    }
    return heard
  }

  /// Shops whose programs want to hear of stock, and since when the first of them does.
  public static func stockListeners(
    in reader: PlatformReader
  ) throws(SQLError) -> [(shop: SellerID, since: Instant)] {
    try reader.all(WebhookSQL.stockListeners)
  }

  /// Leaves one message in the transaction of the change.
  /// - Parameter body: the members behind `message_type`, in their order.
  public func push(
    _ push: Push, of object: String, _ id: Int64, _ body: [(String, JSON)], at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let event = WebhookEvent(
      push.rawValue, object: object, id: id, path: "", details: .object(body), at: now)
    try publish(event, in: tx)
  }
}

/// The format of these messages, and what their receivers must answer.
struct PushFormat: WebhookFormat {
  static let name = "push"
  private static let ping = "TYPE_PING"

  var name: String { Self.name }

  func message(
    _ event: WebhookEvent, _ delivery: WebhookDelivery.ID, _ rows: SellerReader
  ) -> WebhookMessage? {
    guard Push(rawValue: event.name) != nil, case .object(let members) = event.details else {
      return nil
    }
    let type: [(String, JSON)] = [("message_type", .string(event.name))]
    return WebhookMessage(body: JSON.object(type + members).text)
  }

  func ping(_ delivery: WebhookDelivery.ID, at now: Instant) -> WebhookMessage {
    Self.ping(at: now)
  }

  static func ping(at now: Instant) -> WebhookMessage {
    let body: JSON = ["message_type": .string(ping), "time": .string("\(now)")]
    return WebhookMessage(body: body.text)
  }

  func objection(to answer: WebhookAnswer, of message: String) -> String? {
    let type = (try? JSON(parsing: Array(message.utf8)))?["message_type"]?.string
    let fault = type == Self.ping ? Self.pingFault(answer) : Self.fault(answer)
    return fault?.rawValue
  }

  /// Why an answer is none, in the words that sellers are shown.
  enum Fault: String {
    case noRequest = "REQUEST_ERROR"
    case timeout = "REQUEST_TIMEOUT"
    case server = "SERVER_FAULT"
    case status = "STATUS_CODE_NOT_OK"
    case empty = "EMPTY_BODY"
    case notJSON = "INVALID_JSON"
    case body = "INVALID_BODY"
    case result = "WRONG_RESULT_FIELD"
    case time = "WRONG_RESULT_TIME_FIELD"
  }

  /// `{"version": text, "name": text, "time": moment}`
  static func pingFault(_ answer: WebhookAnswer) -> Fault? {
    switch read(answer) {
    case .failure(let fault): return fault.fault
    case .success(let json):
      guard json["version"]?.string != nil, json["name"]?.string != nil else { return .result }
      guard let time = json["time"]?.string, Instant(iso: time) != nil else { return .time }
      return nil
    }
  }

  /// `{"result": true}`
  private static func fault(_ answer: WebhookAnswer) -> Fault? {
    switch read(answer) {
    case .failure(let fault): return fault.fault
    case .success(let json): return json["result"] == .bool(true) ? nil : .result
    }
  }

  private struct Refusal: Error {
    let fault: Fault
  }

  private static func read(_ answer: WebhookAnswer) -> Result<JSON, Refusal> {
    func refuse(_ fault: Fault) -> Result<JSON, Refusal> { .failure(Refusal(fault: fault)) }
    if answer.status == 0 {
      return refuse(answer.error.contains("timed out") ? .timeout : .noRequest)
    }
    if answer.status >= 500 { return refuse(.server) }
    if answer.status != 200 { return refuse(.status) }
    if answer.body.isEmpty { return refuse(.empty) }
    guard let json = try? JSON(parsing: answer.body) else { return refuse(.notJSON) }
    guard case .object = json else { return refuse(.body) }
    return .success(json)
  }
}
