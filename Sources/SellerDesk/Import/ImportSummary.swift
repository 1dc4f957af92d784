/// What an import says at its end.
enum ImportSummary {
  /// Of every imported owner: the data is public, and the shops are nobody's.
  static let password = "sellerdesk-demo"

  static func lines(_ counts: ImportCounts, _ log: ImportLog, _ seconds: Double) -> [String] {
    let tenths = Int(seconds * 10)
    return [
      "Imported in \(tenths / 10).\(tenths % 10) s:",
      line("sellers", counts.sellers), line("listings", counts.listings),
      line("orders", counts.orders)
        + ", as \(counts.postings) postings with \(counts.payments) payments",
      line("reviews", counts.reviews),
    ] + findings("Left out", log.refused) + findings("Taken over with a gap", log.noted) + [
      "Every such row is in \(log.path)."
    ]
  }

  static func signIn(_ data: String, _ example: String?) -> [String] {
    guard let example else { return [] }
    return [
      "",
      "Serve it: sellerdesk serve --data \(data)",
      "Sign in as the owner of an imported shop, with the password \(password):",
      "  owner@<first 8 digits of the seller_id>.olist.example",
      "  for example \(example), the shop with most orders",
    ]
  }

  private static func line(_ name: String, _ count: ImportCount) -> String {
    "  \(name): \(count.new) new, \(count.known) there already"
  }

  private static func findings(_ title: String, _ kinds: [ImportLog.Kind: Int]) -> [String] {
    guard !kinds.isEmpty else { return ["\(title): nothing"] }
    return ["\(title):"]
      + kinds.map { "  \($0.value) x \($0.key.text)" }.sorted()
  }
}
