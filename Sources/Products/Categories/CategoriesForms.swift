import Commerce
import HTTP
import Office

extension FormReader {
  /// A name in each language, all three required.
  mutating func names(_ field: String = "name") -> Localized {
    Localized(
      en: text("\(field)_en", 1...100), ru: text("\(field)_ru", 1...100),
      zh: text("\(field)_zh", 1...100))
  }

  /// A text in each language; nil where all are empty, English where another is missing.
  mutating func optionalNames(_ field: String) -> Localized? {
    let en = text("\(field)_en", 0...300)
    let ru = text("\(field)_ru", 0...300)
    let zh = text("\(field)_zh", 0...300)
    if en.isEmpty {
      if !ru.isEmpty || !zh.isEmpty { add("\(field)_en", "form.required") }
      return nil
    }
    return Localized(en: en, ru: ru.isEmpty ? en : ru, zh: zh.isEmpty ? en : zh)
  }
}

/// Reads the form of a category.
struct CategoryForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func record() throws(InvalidForm) -> CategoryRecord {
    let name = reader.names()
    let position = reader.integer("position", 1...10_000, required: true) ?? 1
    let parent = reader.typed("parent")
    let id = CategoryID(text: parent)
    if !parent.isEmpty && id == nil { reader.add("parent", "form.choice") }
    let pixels = reader.integer("pixels", PictureRules.pixels, required: true) ?? 900
    let ratio = reader.typed("ratio")
    if !ratio.isEmpty && PictureRatio(text: ratio) == nil {
      reader.add("ratio", "categories.error.ratio")
    }
    let isClosed = reader.typed("closed") == "1"
    try reader.check()
    return CategoryRecord(
      parent: id, position: position, name: name,
      pictures: PictureRules(leastPixels: pixels, ratio: PictureRatio(text: ratio)),
      isClosed: isClosed, attributes: [])
  }
}

/// Reads the form of an attribute.
struct AttributeForm {
  private(set) var reader: FormReader
  let dictionaries: [String]

  init(_ fields: FormFields, dictionaries: [String]) {
    reader = FormReader(fields)
    self.dictionaries = dictionaries
  }

  /// - Parameter known: the attribute that is changed; its key and kind stay.
  mutating func definition(_ known: AttributeDefinition?) throws(InvalidForm) -> AttributeDefinition
  {
    let key = known?.key ?? reader.typed("key")
    if known == nil && (!AttributeDefinition.isKey(key) || key == "new") {
      reader.add("key", "categories.error.key")
    }
    let chosen = known == nil ? reader.choice("kind", AttributeDefinition.Kind.self) : nil
    let kind = known?.kind ?? chosen ?? .text
    var definition = AttributeDefinition(key: key, kind: kind, name: reader.names())
    definition.help = reader.optionalNames("help")
    definition.unit = reader.optionalNames("unit")
    definition.dictionary = reader.typed("dictionary")
    definition.least = reader.integer("min", AttributeDefinition.numbers)
    definition.most = reader.integer("max", AttributeDefinition.numbers)
    definition.isRequired = reader.typed("required") == "1"
    definition.isAspect = reader.typed("aspect") == "1"
    check(&definition)
    try reader.check()
    return definition
  }

  /// What does not belong to the kind is an error where it would matter and dropped where not.
  private mutating func check(_ definition: inout AttributeDefinition) {
    if definition.kind.hasDictionary {
      if !dictionaries.contains(definition.dictionary) {
        reader.add("dictionary", "form.choice")
      }
    } else {
      definition.dictionary = ""
    }
    if definition.isAspect && !definition.kind.canBeAspect {
      reader.add("aspect", "categories.error.aspect")
    }
    switch definition.kind {
    case .number:
      if definition.unit == nil { reader.add("unit_en", "form.required") }
      if let least = definition.least, let most = definition.most, least > most {
        reader.add("max", "categories.error.range")
      }
    case .text: checkMost(definition.most, AttributeDefinition.mostCharacters)
    case .choices: checkMost(definition.most, AttributeDefinition.mostChoices)
    case .choice, .flag: definition.most = nil
    }
    if definition.kind != .number {
      definition.unit = nil
      definition.least = nil
    }
  }

  private mutating func checkMost(_ most: Int64?, _ limit: Int64) {
    guard let most, !(1...limit ~= most) else { return }
    reader.add("max", "form.integer", ["min": "1", "max": Locale.en.number(limit)])
  }
}

/// Reads a new fee table.
struct FeeForm {
  /// Steps with a weight; one more is open.
  static let steps = 7
  private(set) var reader: FormReader
  let today: LocalDate

  init(_ fields: FormFields, today: LocalDate) {
    reader = FormReader(fields)
    self.today = today
  }

  mutating func table() throws(InvalidForm) -> FeeTable {
    let currency = Currency(code: reader.typed("currency"))
    if currency == nil { reader.add("currency", "form.choice") }
    let from = LocalDate(iso: reader.typed("from"))
    if (from ?? .earliest) <= today { reader.add("from", "fees.error.from") }
    let commission = share("commission")
    let returns = share("return_share")
    let unit = currency ?? .rub
    let cost = reader.money("return_cost", unit, required: true) ?? .zero(unit)
    var steps: [FeeTable.Step] = []
    for index in 0..<Self.steps { if let step = step(index, unit) { steps.append(step) } }
    let last = reader.money("fee_last", unit, required: true) ?? .zero(unit)
    steps.append(FeeTable.Step(upTo: nil, fee: last))
    let table = FeeTable(
      from: from ?? .latest, commission: commission, returnShare: returns, returnCost: cost,
      steps: steps)
    if table == nil { reader.add("upto_0", "fees.error.steps") }
    try reader.check()
    guard let table else { throw InvalidForm("upto_0", Message("fees.error.steps")) }
    return table
  }

  private mutating func share(_ name: String) -> Percent {
    let typed = reader.typed(name)
    guard let share = try? Percent(parsing: typed), 0...10_000 ~= share.basisPoints else {
      reader.add(name, typed.isEmpty ? "form.required" : "fees.error.share")
      return .zero
    }
    return share
  }

  /// A step is a weight and its fee; neither is none.
  private mutating func step(_ index: Int, _ currency: Currency) -> FeeTable.Step? {
    let upTo = reader.integer("upto_\(index)", 1...10_000_000)
    let fee = reader.money("fee_\(index)", currency)
    if upTo == nil && reader.typed("upto_\(index)").isEmpty && fee == nil
      && reader.typed("fee_\(index)").isEmpty
    {
      return nil
    }
    guard let upTo else {
      if reader.typed("upto_\(index)").isEmpty { reader.add("upto_\(index)", "form.required") }
      return nil
    }
    guard let fee else {
      if reader.typed("fee_\(index)").isEmpty { reader.add("fee_\(index)", "form.required") }
      return nil
    }
    return FeeTable.Step(upTo: upTo, fee: fee)
  }
}
