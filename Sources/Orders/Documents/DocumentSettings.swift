import Commerce
import Office
import SQL

/// What a shop wants of its documents.
struct DocumentSettings: Sendable, Hashable {
  var privacy = PrivacyLevel.open
  var paper = LabelSize.large
  /// Letters before the year and the number of invoices.
  var series = "A"
  /// The name on invoices; empty for the shop's.
  var legalName = ""
  var taxID = ""
  /// In percent of the net price; nil where the shop pays no value added tax.
  var rate: Int64?

  static let find = Query(
    "select privacy, paper, series, legal_name, tax_id, tax_rate from document_setting"
  ) {
    (
      privacy: PrivacyLevel, paper: LabelSize, series: String, name: String, taxID: String,
      rate: Int64?
    ) in
    DocumentSettings(
      privacy: privacy, paper: paper, series: series, legalName: name, taxID: taxID, rate: rate)
  }
  static let save = Command(
    """
    insert into main.document_setting
      (seller_id, privacy, paper, series, legal_name, tax_id, tax_rate)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (seller_id) do update set privacy = excluded.privacy, paper = excluded.paper,
      series = excluded.series, legal_name = excluded.legal_name, tax_id = excluded.tax_id,
      tax_rate = excluded.tax_rate
    """)
  static let zone = Query<String>("select time_zone from seller where id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("DocumentSettings.find", find), ("DocumentSettings.save", save),
    ("DocumentSettings.zone", zone),
  ]

  /// The shop's, or what holds until it chooses.
  static func of(_ rows: some Reads) throws(SQLError) -> DocumentSettings {
    try rows.first(find) ?? DocumentSettings()
  }
}
