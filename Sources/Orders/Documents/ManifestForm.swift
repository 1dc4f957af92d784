import Commerce
import Office

/// A hand-over act as it is printed: what the carrier's driver signs for.
struct ManifestPaper: Sendable {
  struct Line: Sendable {
    let posting: String
    let tracking: String
    /// In grams.
    let weight: Int64
    /// Empty, or what the carrier found: missing, damaged.
    var difference = ""
  }

  let number: String
  let shop: Sender
  let carrier: String
  let warehouse: String
  let date: LocalDate
  let driver: String
  let lines: [Line]
  /// What became of it: an act that is still open is not to be signed.
  var state = Message("manifests.state.open")
}

extension DocumentWords {
  func manifest(_ paper: ManifestPaper) -> Sheet {
    let hasDifferences = paper.lines.contains { !$0.difference.isEmpty }
    let weight = paper.lines.reduce(Int64(0)) { $0 &+ $1.weight }
    // What the carrier found besides is not a part of the act.
    let listed = paper.lines.count { !$0.posting.isEmpty }
    let count = Int64(listed > 0 ? listed : paper.lines.count)
    return Sheet(
      language: locale, brand: paper.shop.name, title: self("manifest.title"),
      number: paper.number,
      facts: [locale.longDate(paper.date), strings.text(paper.state, locale)],
      columns: [
        Sheet.Column(heading: self("sheet.from"), lines: lines(of: paper.shop)),
        Sheet.Column(heading: self("manifest.warehouse"), lines: [paper.warehouse]),
        Sheet.Column(
          heading: self("manifest.carrier"),
          lines: [paper.carrier, paper.driver].filter { !$0.isEmpty }),
      ], caption: self("manifest.caption"),
      heads: [
        Sheet.Head(title: self("manifest.tracking")),
        Sheet.Head(title: self("posting"), share: 22),
        Sheet.Head(title: self("label.weight"), isNumber: true, share: 16),
      ] + (hasDifferences ? [Sheet.Head(title: self("manifest.difference"), share: 24)] : []),
      rows: paper.lines.enumerated().map { index, line in
        Sheet.Row(
          title: "\(index + 1). \(line.tracking)",
          cells: [line.posting, line.posting.isEmpty ? "" : self.weight(line.weight)]
            + (hasDifferences ? [line.difference] : []))
      }, tick: self("manifest.ticked"),
      sum: Sheet.Row(
        title: self("manifest.parcels", ["parcels": locale.number(count)], count: count),
        cells: ["", self.weight(weight)] + (hasDifferences ? [""] : [])),
      code: paper.number, bars: paper.number,
      signatures: [self("manifest.given"), self("manifest.taken")],
      foot: self("manifest.foot"))
  }
}
