import Commerce
import Office
import SQL
import Template

/// Another variant on the page of a product.
struct SiblingView: View {
  let name: String
  let href: URLText
  let note: String
  let badge: BadgeView

  static let fields: [Field<SiblingView>] = [
    .text("name") { $0.name },
    .url("href") { $0.href },
    .text("note") { $0.note },
    .view("badge") { $0.badge },
  ]
}

/// The variants of a product, on its own page.
struct VariantsCard: View {
  let siblings: [SiblingView]
  let href: URLText
  let canEdit: Bool
  /// nil where it stands alone.
  let leave: URLText?

  static let fields: [Field<VariantsCard>] = [
    .list("siblings") { $0.siblings },
    .url("href") { $0.href },
    .flag("canEdit") { $0.canEdit },
    .optional("leave") { $0.leave },
  ]
}

extension ProductEditor {
  /// nil where the product has no variants and its category makes none.
  func variants(_ category: Category) throws -> VariantsCard? {
    let store = VariantStore(rows: context.reader)
    let family = try store.family(of: product.id)
    let members = try family.map { try store.members(of: $0.id) } ?? []
    guard family != nil || !category.aspects.isEmpty else { return nil }
    return VariantsCard(
      siblings: members.filter { $0.product.id != product.id }.map {
        sibling($0, family?.axes ?? [], category)
      },
      href: URLText(path: "/products/\(product.id)/variants"), canEdit: canEdit,
      leave: canEdit && family != nil
        ? URLText(path: "/products/\(product.id)/variants/leaving") : nil)
  }

  private func sibling(
    _ member: FamilyMember, _ axes: [String], _ category: Category
  ) -> SiblingView {
    let locale = context.locale
    let product = member.product
    let names = axes.compactMap { key in
      category.attribute(key)?.text(member.values[key], locale, yes: "")
    }
    let name = names.isEmpty ? product.title : names.joined(separator: locale.comma)
    let price = product.terms.price.map {
      locale.money(Money(minor: $0, currency: currency))
    }
    return SiblingView(
      name: name.isEmpty ? context.text("products.untitled") : name,
      href: URLText(path: "/products/\(product.id)"),
      note: context.text(
        "variants.card.note",
        [
          "offer": product.terms.offerID.isEmpty ? "–" : product.terms.offerID,
          "price": price ?? "–", "stock": locale.number(product.available),
        ]),
      badge: context.badge(product.state, product.pending, product.blockers).badge)
  }
}
