import Commerce
import HTTP
import Office
import SQL

/// What a shop says of itself: its name, where its parcels come from, when its day begins.
struct Shop: Sendable, Hashable {
  var name: String
  /// ISO 3166-1 alpha-2.
  var country: String
  var postcode: String
  var city: String
  var address: String
  /// An IANA name.
  var timeZone: String
}

enum ShopSQL {
  static let shop = Query<Shop>(
    "select name, country, postcode, city, address, time_zone from seller where id = ?"
  ) {
    (
      name: String, country: String, postcode: String, city: String, address: String,
      timeZone: String
    ) in
    Shop(
      name: name, country: country, postcode: postcode, city: city, address: address,
      timeZone: timeZone)
  }
  static let update = Command(
    """
    update seller set name = ?, country = ?, postcode = ?, city = ?, address = ?, time_zone = ?
    where id = ?
    """)
}

struct ShopController: Sendable {
  func edit(_ context: PageContext<SellerScope>) throws -> Response {
    guard let shop = try context.open.first(ShopSQL.shop, context.scope.seller) else {
      throw Failure.notFound
    }
    return page(context, shop, [])
  }

  func update(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = FormReader(try context.form())
    let shop = Self.read(&form, context.kernel.zones)
    guard form.problems.isEmpty else { return page(context, shop, form.problems) }
    let seller = context.scope.seller
    try context.write(Act("shop.changed", "seller", seller)) { transaction in
      _ = try transaction.transaction.open.run(
        ShopSQL.update, shop.name, shop.country, shop.postcode, shop.city, shop.address,
        shop.timeZone, seller)
    }
    context.kernel.forgetSessions()
    return context.redirect(to: "/settings/shop", flash: Flash("security.shop.saved"))
  }

  /// What was typed, with every problem noted in the form.
  private static func read(_ form: inout FormReader, _ zones: TimeZones) -> Shop {
    let shop = Shop(
      name: form.text("name", 1...100), country: form.text("country", 2...2).uppercased(),
      postcode: form.text("postcode", 1...20), city: form.text("city", 1...100),
      address: form.text("address", 1...200), timeZone: form.text("time_zone", 1...60))
    let isCode =
      shop.country.utf8.count == 2 && shop.country.utf8.allSatisfy { (65...90).contains($0) }
    if !isCode && !shop.country.isEmpty { form.add("country", "security.shop.badCountry") }
    if !shop.timeZone.isEmpty && !zones.contains(shop.timeZone) {
      form.add("time_zone", "security.shop.badZone")
    }
    return shop
  }

  private func page<C: RequestContext>(
    _ context: C, _ shop: Shop, _ problems: [Problem]
  ) -> Response {
    let controls = [
      ("name", shop.name, "organization"), ("address", shop.address, "address-line1"),
      ("postcode", shop.postcode, "postal-code"), ("city", shop.city, "address-level2"),
      ("country", shop.country, "country"), ("time_zone", shop.timeZone, "off"),
    ].map { name, value, autocomplete in
      var view = FieldView(name, label: context.text("security.shop.\(name)"))
      view.value = value
      view.autocomplete = autocomplete
      view.error = context.error(of: name, in: problems)
      if name == "country" || name == "time_zone" {
        view.hint = context.text("security.shop.\(name).hint")
      }
      return view
    }
    return context.render(
      ShopPage(controls: controls, errors: context.summary(problems, of: controls)),
      status: problems.isEmpty ? .ok : .unprocessable)
  }
}
