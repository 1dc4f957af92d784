import Commerce
import Office

/// Something that is wrong with a field of an imported item.
struct ImportProblem: Sendable {
  let code: String
  let message: String
  let field: String
  /// Warnings do not keep the item from being stored.
  var isWarning = false
  var attribute: WireAttribute?

  var json: JSON {
    [
      ("code", .string(code)), ("message", .string(message)), ("description", .string(message)),
      ("field", .string(field)), ("level", isWarning ? "warning" : "error"), ("state", ""),
      ("attribute_id", .integer(attribute?.id ?? 0)),
      ("attribute_name", .string(attribute?.name ?? "")),
    ].json
  }
}

/// What became of one imported item.
struct ImportResult: Sendable {
  enum Status: String, Sendable { case imported, failed, skipped }

  let offerID: String
  var product: Int64 = 0
  var status = Status.failed
  var problems: [ImportProblem] = []

  var json: JSON {
    [
      ("offer_id", .string(offerID)), ("product_id", .integer(product)),
      ("status", .string(status.rawValue)), ("errors", .array(problems.map(\.json))),
    ].json
  }
}
