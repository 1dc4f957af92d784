import Commerce
import Documents
import HTTP
import Office

/// Goods and orders, made the way people make them: through the pages and the shop front.
extension Surfer {
  /// A picture that is large enough to be shown.
  public static let picture = picture(shade: 200)
  /// Another one.
  public static let otherPicture = picture(shade: 120)

  private static func picture(shade: UInt8) -> [UInt8] {
    let (width, height) = (900, 200)
    let pixels = [UInt8](repeating: shade, count: width * height * 3)
    return (try? PNGEncoder.encode(width: width, height: height, pixels: pixels)) ?? []
  }

  /// Begins a product as a draft.
  /// - Returns: its id.
  public func draft(category: String = "11") throws -> String {
    let made = try post("/products", [("category", category)])
    return String(made.location.dropFirst("/products/".count))
  }

  /// Fills the product's form so that a moderator can say yes, and saves it.
  public func fill(
    _ id: String, offer: String, price: String = "1990", stock: String = "50",
    picture: [UInt8] = Surfer.picture, pressing button: String? = nil
  ) throws -> Answer {
    let page = try get("/products/\(id)")
    guard var form = page.document.forms(at: "/products/\(id)").first(where: { $0.isMultipart })
    else {
      throw TestGoodsError(page)
    }
    form["title"] = "Ceramic teapot Koivu \(offer)"
    form["description"] = "Stoneware teapot, thrown and glazed by hand, with a strainer of steel."
    form["offer_id"] = offer
    form["price"] = price
    for (name, value) in [
      ("weight", "750"), ("length", "240"), ("width", "180"), ("height", "170"),
    ] { form[name] = value }
    for field in form.fields where field.name.hasPrefix("attribute_") && field.value.isEmpty {
      form[field.name] = form.choices[field.name]?.first { !$0.isEmpty } ?? "900"
    }
    for field in form.fields where Self.isStock(field.name) { form[field.name] = stock }
    return try submit(
      form, by: button, files: [FormBody.File("uploads", "teapot.png", "image/png", picture)])
  }

  private static func isStock(_ name: String) -> Bool {
    name.hasPrefix("stock_") && !name.hasSuffix("_was")
  }

  /// A product that a moderator has approved and that can be bought.
  /// - Returns: its id.
  public func product(
    offer: String, approvedBy moderator: Surfer, stock: String = "50",
    picture: [UInt8] = Surfer.picture
  ) throws -> String {
    let id = try draft()
    let answer = try fill(
      id, offer: offer, stock: stock, picture: picture, pressing: "/submission")
    guard answer.status == 303 else { throw TestGoodsError(answer) }
    let item = try moderator.post("/moderation/claim").location
    let approved = try moderator.post(item + "/approval")
    guard approved.status == 303 else { throw TestGoodsError(approved) }
    return id
  }

  /// The id of the page of a posting, as the list of orders links to it.
  public func posting(_ number: String) throws -> String {
    let page = try get("/orders?tab=all&q=\(number)")
    for link in page.document.root.elements("a") where link.text == number {
      return String((link["href"] ?? "").dropFirst("/orders/".count))
    }
    throw TestGoodsError(page)
  }
}

/// Why goods could not be made: what the page says.
public struct TestGoodsError: Error, CustomStringConvertible {
  public let description: String

  init(_ answer: Answer) {
    let main = answer.document.root.elements("main").first
    description = "\(answer.status): \(main?.text.prefix(600) ?? "")"
  }
}
