import Commerce
import HTTP
import Office

/// What a person says of one product's place.
struct BinEdit: Sendable, Hashable {
  let product: ProductID
  let bin: String
  let spare: String
  let handling: HandlingClass
}

/// Reads the page of bins, and lists of them that were pasted or uploaded.
struct BinForm {
  static let mostLines = 5_000

  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// `bin_<product>`, `spare_<product>` and `class_<product>` of each row.
  mutating func edits() throws(InvalidForm) -> [BinEdit] {
    let names = reader.fields.fields.map(\.name).filter { $0.hasPrefix("bin_") }
    var edits: [BinEdit] = []
    for name in names {
      let key = name.dropFirst("bin_".count)
      guard let product = ProductID(text: key) else {
        reader.add(name, "form.choice")
        continue
      }
      let bin = reader.text(name, 0...Bin.longest)
      let spare = reader.text("spare_\(key)", 0...Bin.longest)
      guard let handling = reader.choice("class_\(key)", HandlingClass.self) else { continue }
      edits.append(BinEdit(product: product, bin: bin, spare: spare, handling: handling))
    }
    try reader.check()
    return edits
  }
}

/// A line of a pasted list: `offer_id; bin; zone; spare; class`. What is empty stays as it is.
struct BinLine: Sendable, Hashable {
  let line: Int
  let offer: String
  let bin: String
  let zone: String
  let spare: String
  let handling: HandlingClass?

  /// - Throws: what is wrong with the line.
  init(_ fields: [String], line: Int) throws(BinLineProblem) {
    let cells = fields.map(FormReader.trimmed)
    func cell(_ index: Int) -> String { index < cells.count ? cells[index] : "" }
    self.line = line
    offer = cell(0)
    (bin, zone, spare) = (cell(1), cell(2), cell(3))
    guard !offer.isEmpty else { throw BinLineProblem(line: line, key: "bins.import.noOffer") }
    for text in [bin, zone, spare] {
      let scalars = text.unicodeScalars
      guard scalars.count <= Bin.longest, scalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
      else { throw BinLineProblem(line: line, key: "bins.import.long", value: text) }
    }
    let word = cell(4).lowercased()
    handling = HandlingClass(rawValue: word)
    guard word.isEmpty || handling != nil else {
      throw BinLineProblem(line: line, key: "bins.import.class", value: cell(4))
    }
  }
}

/// Why a line can't be taken.
struct BinLineProblem: Error, Hashable {
  let line: Int
  let key: String
  var value = ""

  var message: Message { Message(key, ["line": "\(line)", "value": String(value.prefix(40))]) }
}
