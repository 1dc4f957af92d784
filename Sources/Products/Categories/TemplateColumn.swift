import Commerce

/// A column of the file that lists goods of a category: what an import reads, an export writes
/// and an empty template shows as its head.
struct TemplateColumn: Sendable, Hashable {
  /// The name of the input that takes the same value: `title`, `attribute_volume`.
  let field: String
  /// As the form names it, with its unit.
  let title: String
  let isRequired: Bool
  /// The names of the entries that a cell may hold; empty where it is free.
  var allowed: [String] = []
  /// Whether a cell may hold several of them, parted by `;`.
  var takesSeveral = false

  /// The columns that goods of every category have, in the order of the form.
  static let shared = [
    ("offer_id", true), ("title", true), ("brand", false), ("description", true),
    ("weight", true), ("length", true), ("width", true), ("height", true), ("price", false),
    ("price_before", false), ("price_min", false), ("cost", false), ("barcode", false),
  ]
}

extension Attribute {
  /// Its column in a file.
  func column(_ locale: Locale) -> TemplateColumn {
    var column = TemplateColumn(field: field, title: label(locale), isRequired: isRequired)
    column.allowed = offered.map { $0.name[locale] }
    if case .choices = kind { column.takesSeveral = true }
    return column
  }
}

extension Category {
  /// The columns of its attributes, in the order of the form.
  func templateColumns(_ locale: Locale) -> [TemplateColumn] {
    attributes.map { $0.column(locale) }
  }

  /// The whole head of a file of its goods.
  /// - Parameter text: the sentence of a key, in the same language.
  func templateColumns(_ locale: Locale, text: (String) -> String) -> [TemplateColumn] {
    TemplateColumn.shared.map { field, isRequired in
      TemplateColumn(
        field: field, title: text("products.field.\(field)"), isRequired: isRequired)
    } + templateColumns(locale)
  }
}
