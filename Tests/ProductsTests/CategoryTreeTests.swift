import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// The category tree as it ships, and what is derived from each category's one definition.
@Suite struct CategoryTreeTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private func names() throws -> [CategoryName] {
    try shop.client.platform { try CategoryStore(rows: $0).names() }
  }

  private func leaves() throws -> [Products.Category] {
    let ids = try names().filter { $0.parent != nil }.map(\.id)
    return try shop.client.platform { reader in
      try ids.compactMap { try CategoryStore(rows: reader).leaf($0) }
    }
  }

  @Test("row 12: the tree has 60 leaves and more, each named in three languages, with attributes")
  func ships() throws {
    let leaves = try leaves()
    #expect(leaves.count >= 60)
    for leaf in leaves {
      #expect(!leaf.attributes.isEmpty, "\(leaf.name.en)")
      #expect(Set(leaf.attributes.map(\.key)).count == leaf.attributes.count, "\(leaf.name.en)")
      #expect(leaf.attributes.allSatisfy { AttributeDefinition.isKey($0.key) })
      for attribute in leaf.attributes {
        switch attribute.kind {
        case .choice, .choices:
          #expect(attribute.offered.count > 1, "\(leaf.name.en): \(attribute.key)")
        default: break
        }
      }
    }
    let names = try names()
    for locale in Locale.allCases {
      #expect(Set(names.map { $0.name[locale] }).count == names.count, "\(locale)")
    }
  }

  @Test("row 12: clothes, shoes and textiles make variants by size and colour")
  func variantMaking() throws {
    let leaves = try leaves()
    for leaf in leaves where [2, 6, 100].contains(leaf.parent?.raw ?? 0) {
      #expect(leaf.aspects.contains { $0.key == "colour" }, "\(leaf.name.en)")
    }
    for leaf in leaves where [6, 100].contains(leaf.parent?.raw ?? 0) {
      #expect(leaf.aspects.count == 2, "\(leaf.name.en)")
    }
    #expect(
      leaves.flatMap(\.attributes).contains { if case .choices = $0.kind { true } else { false } })
  }

  @Test("row 12: form, file, checks and the moderator's comparison agree in every category")
  func agree() throws {
    let text = { (key: String, _: [String: String]) in key }
    for category in try leaves() {
      let keys = category.attributes.map(\.field)
      let filled = ProductContent(category: category.id).with(samples(of: category))
      for locale in Locale.allCases {
        let columns = category.templateColumns(locale)
        #expect(columns.map(\.field) == keys)
        #expect(columns.map(\.title) == category.attributes.map { $0.label(locale) })
        let head = category.templateColumns(locale) { $0 }
        #expect(head.count == columns.count + TemplateColumn.shared.count)
        let controls = controls(category, locale)
        #expect(controls.map(\.field.name) == keys)
        #expect(controls.map(\.field.label) == columns.map(\.title))
        #expect(controls.map { !$0.field.isOptional } == columns.map(\.isRequired))
        let offered = controls.map { $0.field.options.filter { !$0.value.isEmpty }.map(\.label) }
        #expect(offered == columns.map(\.allowed))
        let diff = ReviewDiff(
          old: ProductContent(category: category.id), new: filled, category: category,
          locale: locale, text: text, excerpts: [])
        #expect(diff.changes.map(\.name) == category.attributes.map { $0.name[locale] })
      }
      let required = category.attributes.filter(\.isRequired).map(\.field)
      #expect(fields(ProductContent(category: category.id), category) == required)
      #expect(fields(filled, category) == [])
    }
  }

  @Test("row 12: a file may name an entry in any language, and what is stored reads as itself")
  func values() throws {
    for category in try leaves() {
      for attribute in category.attributes {
        for locale in Locale.allCases {
          for name in attribute.column(locale).allowed {
            let stored = try #require(try attribute.value(of: name))
            #expect(try attribute.value(of: stored) == stored)
            #expect(attribute.text(stored, locale, yes: "") == name)
          }
        }
        #expect(try attribute.value(of: "") == nil)
      }
    }
  }

  @Test("row 12: several entries are one text, in the dictionary's order, whatever was typed")
  func several() throws {
    let backpacks = try #require(try leaves().first { $0.name.en == "Backpacks" })
    let features = try #require(backpacks.attribute("bag_features"))
    for typed in ["usb,laptop", "laptop; usb", "USB port ;Laptop sleeve", "usb,laptop,usb"] {
      #expect(try features.value(of: typed) == "laptop,usb", "\(typed)")
    }
    #expect(features.text("laptop,usb", .en, yes: "") == "Laptop sleeve, USB port")
    #expect(throws: AttributeProblem.self) { try features.value(of: "laptop,wings") }
  }

  /// A value for each attribute, as a file would hold it.
  private func samples(of category: Products.Category) -> [String: String] {
    var samples: [String: String] = [:]
    for attribute in category.attributes {
      switch attribute.kind {
      case .text: samples[attribute.key] = "Linen 60 %, cotton 40 %"
      case .number(_, let range): samples[attribute.key] = "\(range.upperBound)"
      case .flag: samples[attribute.key] = "1"
      case .choice(let choices): samples[attribute.key] = choices.first?.key
      case .choices(let choices, _):
        samples[attribute.key] = choices.prefix(2).map(\.key).joined(separator: ",")
      }
    }
    return samples
  }

  private func controls(_ category: Products.Category, _ locale: Locale) -> [ControlView] {
    let values = FormValues(typed: FormFieldsOf.nothing, over: nil)
    return ProductControls(
      values: values, errors: [:], notes: [:], locale: locale, text: { $0 }, currency: .rub
    ).attributes(category)
  }

  /// The attributes that the checks complain of.
  private func fields(_ content: ProductContent, _ category: Products.Category) -> [String] {
    ContentChecks(content: content, terms: ProductTerms(), category: category).hits
      .map(\.field).filter { $0.hasPrefix("attribute_") }
  }
}
