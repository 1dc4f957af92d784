import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the page of a product's variants: as they are stored, or with what was typed.
struct VariantEditor<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let product: Product
  let source: FamilyMember
  let category: Category
  let family: Family?
  /// The others of the family.
  let members: [FamilyMember]
  let currency: Currency

  /// Throws `Failure.notFound` where the shop has no such product.
  init(_ context: Context, _ id: ProductID) throws {
    let reader = context.reader
    let products = ProductStore(rows: reader)
    let variants = VariantStore(rows: reader)
    guard let product = try products.product(id), let newest = product.newest,
      let revision = try RevisionStore(rows: reader).revision(newest),
      let category = try CategoryStore(rows: context.open).leaf(revision.content.category)
    else { throw Failure.notFound }
    self.context = context
    self.product = product
    self.category = category
    source = FamilyMember(product: product, values: revision.content.attributes)
    family = try variants.family(of: id)
    var all: [FamilyMember] = []
    if let family { all = try variants.members(of: family.id) }
    members = all.filter { $0.product.id != id }
    currency = try products.currency()
  }

  var path: String { "/products/\(product.id)/variants" }

  /// The attributes that can set variants apart: those of the family, else of the category.
  var possible: [Attribute] {
    guard let family else { return category.aspects }
    return family.axes.compactMap(category.attribute)
  }

  static func field(_ attribute: Attribute) -> String { "v_\(attribute.key)" }

  /// The axes of the values that were chosen and of those that the family has.
  /// Throws `InvalidForm` where they make no matrix.
  func axes(_ chosen: (String) -> [String]) throws(InvalidForm) -> [VariantMatrix.Axis] {
    var axes: [VariantMatrix.Axis] = []
    for attribute in possible {
      var keys = Set(chosen(Self.field(attribute)))
      if family != nil || !keys.isEmpty { keys.formUnion(known(attribute)) }
      let values = attribute.choices.filter { keys.contains($0.key) }
      if !values.isEmpty { axes.append(VariantMatrix.Axis(attribute: attribute, values: values)) }
    }
    if axes.count > VariantMatrix.mostAxes {
      throw InvalidForm("axes", Message("variants.error.axes"))
    }
    if axes.reduce(1, { $0 * $1.values.count }) > VariantMatrix.mostCells {
      throw InvalidForm(
        "axes", Message("variants.error.tooMany", ["max": "\(VariantMatrix.mostCells)"]))
    }
    return axes
  }

  func matrix(_ axes: [VariantMatrix.Axis]) -> VariantMatrix? {
    axes.isEmpty ? nil : VariantMatrix(axes, source: source, members: members)
  }

  private func known(_ attribute: Attribute) -> Set<String> {
    Set(([source] + members).compactMap { $0.values[attribute.key] })
  }

  /// - Parameters:
  ///   - matrix: nil before values are chosen.
  ///   - typed: nil shows what is stored.
  func page(
    _ matrix: VariantMatrix?, chosen: (String) -> [String], typed: FormReader? = nil,
    problems: [Problem] = []
  ) throws -> VariantsPage {
    let inputs = VariantInputs(
      editor: self, typed: typed, problems: problems,
      balances: try balances(matrix?.cells ?? []))
    return VariantsPage(
      title: product.title.isEmpty ? context.text("products.untitled") : product.title,
      href: URLText(path: "/products/\(product.id)"), action: URLText(path: path),
      copyAction: URLText(path: "\(path)/content"),
      errors: inputs.errors(matrix), axesError: context.error(of: "axes", in: problems),
      choices: possible.map { attribute in
        let keys = Set(chosen(Self.field(attribute))).union(
          family == nil ? [] : known(attribute))
        return AxisView(
          name: Self.field(attribute), label: attribute.name[context.locale],
          options: attribute.choices.filter { !$0.isRetired || keys.contains($0.key) }.map {
            OptionView(
              value: $0.key, label: $0.name[context.locale], isSelected: keys.contains($0.key))
          })
      },
      count: members.count, grid: matrix.map { inputs.grid($0) })
  }

  /// What the first warehouse has of each variant that is there.
  private func balances(_ cells: [VariantCell]) throws -> [ProductID: Int64] {
    let store = StockStore(rows: context.reader)
    var balances: [ProductID: Int64] = [:]
    for product in cells.compactMap({ $0.member?.product.id }) {
      balances[product] = try store.balances(of: product).first?.onHand ?? 0
    }
    return balances
  }
}
