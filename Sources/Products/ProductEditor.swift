import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the page of one product: as it is stored, or with what was typed and what is wrong.
struct ProductEditor<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let product: Product
  let revision: Revision
  let currency: Currency
  let balances: [StockBalance]
  let reasons: [ReviewReason]
  /// How its newest version came back; nil where it did not.
  let refusal: Refusal?
  /// Whether the shop is on holiday, which no blocker of a product says.
  let isPaused: Bool
  /// Whether another moderator has its newest version for an appeal; then it can't be taken back.
  let isAppealed: Bool

  /// Throws `Failure.notFound` where the shop has no such product.
  init(_ context: Context, _ id: ProductID) throws {
    let reader = context.reader
    let store = ProductStore(rows: reader)
    let revisions = RevisionStore(rows: reader)
    guard let product = try store.product(id), let newest = product.newest,
      let revision = try revisions.revision(newest)
    else { throw Failure.notFound }
    self.context = context
    self.product = product
    self.revision = revision
    currency = try store.currency()
    balances = try StockStore(rows: reader).balances(of: id)
    isPaused =
      try WarehouseStore(rows: reader).pause()?.isPaused(at: context.now) ?? false
    isAppealed =
      try revision.state == .submitted
      && AppealStore(rows: reader).appeal(of: revision.id) != nil
    reasons = try revision.reasonsOf.map { try revisions.reasons($0) } ?? []
    refusal = product.pending == .fixes ? try Refusal.all(of: [id], in: reader)[id] : nil
  }

  var tokens: PictureToken {
    PictureToken(kernel: context.kernel, seller: context.scope.seller)
  }

  /// Whether a moderator has, or will have, the content as it is.
  var isLocked: Bool { revision.state == .submitted }

  var canEdit: Bool {
    (context.member?.may(.editProducts) ?? false) && product.state != .archived
  }

  var canCount: Bool {
    (context.member?.may(.editStock) ?? false) && product.state != .archived
  }

  /// The product as it is stored.
  func page(problems: [Problem] = [], appeal: String = "") throws -> ProductPage {
    try page(
      stored, pictures: revision.content.pictures, category: revision.content.category,
      problems: problems, appeal: appeal)
  }

  var stored: FormValues {
    FormValues(product, revision.content, balances, currency, context.locale)
  }

  /// The form as it was typed, with what is wrong in it.
  func page(
    typed form: ProductForm, problems: [Problem], conflict: String = ""
  ) throws -> ProductPage {
    try page(
      FormValues(typed: form.reader.fields, over: isLocked ? stored : nil),
      pictures: isLocked ? revision.content.pictures : form.pictures,
      category: form.category?.id ?? revision.content.category, problems: problems,
      conflict: conflict)
  }

  private func page(
    _ values: FormValues, pictures: [Picture], category id: CategoryID, problems: [Problem],
    conflict: String = "", appeal: String = ""
  ) throws -> ProductPage {
    let categories = CategoryStore(rows: context.open)
    let names = try categories.names()
    guard let category = try categories.category(id) else { throw Failure.notFound }
    let labels = FieldLabels(category: category, locale: context.locale, text: context.text)
    let errors = context.errors(problems)
    let controls = ProductControls(
      values: values, errors: errors, notes: notes, locale: context.locale,
      text: { context.text($0) }, currency: currency)
    return ProductPage(
      seenVersion: "\(product.version)", title: heading(values["title"]),
      crumb: category.name[context.locale],
      crumbHref: URLText(path: "/products", query: [("category", "\(category.id)")]),
      badges: badges, summary: summary,
      errors: ErrorSummary(unlessEmpty: problems.map { labels.problem($0) { context.text($0) } }),
      conflict: conflict, clash: conflict.isEmpty ? nil : clash(values, category, names),
      lock: isLocked ? context.text(isAppealed ? "appeals.locked" : "products.edit.locked") : "",
      banner: try banner(),
      held: held(errors), appeal: try self.appeal(appeal, errors),
      message: revision.reasonsOf == nil ? "" : answered,
      attributesNote: notes["attributes"] ?? "", packageNote: notes["size"] ?? "",
      picturesNote: notes["pictures"] ?? "",
      picturesError: errors["pictures"] ?? "", pictureRules: rules(of: category),
      canEdit: canEdit, isLocked: isLocked || !canEdit,
      basics: controls.basics(
        CategoryName.options(
          names.filter { !$0.isClosed || $0.parent == nil || $0.id == category.id }, category.id,
          context.locale)),
      attributesTitle: context.text(
        "products.edit.attributes", ["category": category.name[context.locale]]),
      attributes: controls.attributes(category), package: controls.package,
      pictures: fields(pictures), prices: controls.prices,
      earnings: try earnings(values, category.id), identity: controls.identity,
      stock: stock(values, errors),
      whyTitle: context.text(
        product.blockers.isEmpty && !isPaused ? "products.why.fine" : "products.why.title"),
      why: why,
      // Of what is typed the problems speak; the checks would speak of what is stored.
      checks: problems.isEmpty ? try checks(category, pictures) : [], review: try review(),
      score: score(category, pictures), variants: try variants(category), links: links)
  }
}

/// The names of inputs, for the summary above the form.
struct FieldLabels {
  let category: Category
  let locale: Locale
  let text: (String, [String: String], Int64?) -> String

  func problem(_ problem: Problem, _ sentence: (Message) -> String) -> ProblemView {
    let label = label(of: problem.field)
    let text = sentence(problem.message)
    return ProblemView(
      field: problem.field,
      text: self.text("parts.errors.line", ["field": label, "problem": text], nil))
  }

  func label(of field: String) -> String {
    if field.hasPrefix("attribute_") {
      let key = String(field.dropFirst("attribute_".count))
      return category.attribute(key)?.label(locale) ?? key
    }
    if field.hasPrefix("stock_") { return text("products.field.stock", [:], nil) }
    if field.hasPrefix("alt_") { return text("products.field.alt", [:], nil) }
    return text("products.field.\(field)", [:], nil)
  }
}
