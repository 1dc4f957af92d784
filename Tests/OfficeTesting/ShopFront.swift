import Commerce
import Foundation
import HTTP
import Office

/// The marketplace's shop front: a program with a key.
public struct ShopFront {
  public let key: String
  let surfer: Surfer

  public func get(_ target: String) throws -> Answer {
    try surfer.send(.get, target, [("Authorization", "Bearer \(key)")])
  }

  /// - Parameter token: the `Idempotency-Key`; nil makes a new one.
  public func post(_ target: String, _ body: JSON, token: String? = nil) throws -> Answer {
    try surfer.send(
      .post, target,
      [
        ("Authorization", "Bearer \(key)"), ("Content-Type", "application/json"),
        ("Idempotency-Key", token ?? UUID().uuidString),
      ], body: body.bytes)
  }

  /// Places a paid order of one buyer.
  /// - Parameters:
  ///   - lines: products and pieces.
  ///   - promised: until when the buyer should have it.
  public func order(
    _ lines: [(product: String, pieces: Int64)], language: String = "en",
    promised: Instant? = nil, token: String? = nil
  ) throws -> Answer {
    let body = Self.body(lines, language: language, promised: promised)
    return try post("/storefront/v1/orders", body, token: token)
  }

  /// The body of an order.
  public static func body(
    _ lines: [(product: String, pieces: Int64)], language: String = "en", promised: Instant? = nil
  ) -> JSON {
    let items = lines.map { line in
      JSON.object([
        ("product_id", .integer(Int64(line.product) ?? 0)), ("quantity", .integer(line.pieces)),
      ])
    }
    let address = JSON.object([
      ("country", "RU"), ("postcode", "420000"), ("city", "Kazan"),
      ("street", "ul. Primernaya 12, flat 48"),
    ])
    let buyer = JSON.object([
      ("name", "Anna Sergeeva"), ("phone", "+7 900 123-45-41"), ("email", "anna@example.org"),
      ("address", address),
    ])
    let promise = promised.map { ("deliver_by", JSON.string($0.description)) }
    return .object(
      [
        ("buyer", buyer), ("paid", true), ("language", .string(language)),
        ("lines", .array(items)),
      ] + [promise].compactMap { $0 })
  }
}
