/// Makes rows of the tokens of a sheet.
struct XLSXSheetParser {
  private let options: XLSXOptions
  private let strings: XLSXStrings
  private let dates: [Bool]
  private let is1904: Bool

  private var number = 0
  private var cells: [String] = []
  private var column = -1
  private var type: [UInt8] = []
  private var style = 0
  private var value: [UInt8] = []
  private var isReading = false
  private var phonetic = 0

  init(_ options: XLSXOptions, _ strings: XLSXStrings, _ dates: [Bool], is1904: Bool) {
    self.options = options
    self.strings = strings
    self.dates = dates
    self.is1904 = is1904
  }

  mutating func take(_ token: XMLToken, _ row: (XLSXRow) throws -> Void) throws {
    switch token {
    case .open(let tag): try open(tag)
    case .text(let bytes):
      guard isReading else { return }
      value += bytes
      guard value.count <= options.textLimit else {
        throw XLSXError.textTooLong(limit: options.textLimit)
      }
    case .close(let name):
      switch String(decoding: name, as: UTF8.self) {
      case "v", "t": isReading = false
      case "rPh": phonetic -= 1
      case "c": try endCell()
      case "row": try endRow(row)
      default: break
      }
    }
  }

  private mutating func open(_ tag: XMLTag) throws {
    if tag.isNamed("c") {
      let place = tag.attribute("r").flatMap(Self.column)
      column = place ?? column + 1
      type = tag.attribute("t").map(Array.init) ?? []
      style = tag.attribute("s").flatMap(Self.integer) ?? 0
      value.removeAll(keepingCapacity: true)
    } else if tag.isNamed("v") {
      isReading = true
    } else if tag.isNamed("t") {
      isReading = phonetic == 0
    } else if tag.isNamed("rPh") {
      phonetic += 1
    } else if tag.isNamed("row") {
      number = tag.attribute("r").flatMap(Self.integer) ?? number + 1
      guard 1...options.rowLimit ~= number else {
        throw XLSXError.tooManyRows(limit: options.rowLimit)
      }
      cells.removeAll(keepingCapacity: true)
      column = -1
    }
  }

  private mutating func endCell() throws {
    isReading = false
    let text = try self.text
    if text.isEmpty { return }
    guard 0..<options.columnLimit ~= column else {
      throw XLSXError.tooManyColumns(limit: options.columnLimit)
    }
    while cells.count < column { cells.append("") }
    if cells.count == column { cells.append(text) } else { cells[column] = text }
  }

  private mutating func endRow(_ row: (XLSXRow) throws -> Void) throws {
    if cells.isEmpty { return }
    try row(XLSXRow(number: number, cells: cells))
  }

  private var text: String {
    get throws {
      switch String(decoding: type, as: UTF8.self) {
      case "s":
        if value.isEmpty { return "" }
        guard let index = Self.integer(value[...]), let found = strings.text(index) else {
          throw XLSXError.damaged
        }
        return try Self.string(found)
      case "inlineStr", "str", "e", "d": return try Self.string(value[...])
      case "b": return value == [49] ? "TRUE" : value.isEmpty ? "" : "FALSE"
      default: return number(try Self.string(value[...]))
      }
    }
  }

  private func number(_ text: String) -> String {
    guard let value = Double(text), value.isFinite else { return text }
    if dates.indices.contains(style), dates[style],
      let date = XLSXDate.text(value, is1904: is1904)
    {
      return date
    }
    return XLSXNumber.plain(value)
  }

  private static func string(_ bytes: ArraySlice<UInt8>) throws(XLSXError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .damaged }
    return text.utf8.contains(UInt8(ascii: "_")) ? XLSXText.unescaped(text) : text
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: bytes, as: UTF8.self))
  }

  /// The column of a reference such as `AB12`, from 0.
  private static func column(_ reference: ArraySlice<UInt8>) -> Int? {
    var number = 0
    var count = 0
    for byte in reference {
      guard 65...90 ~= byte else { break }
      number = number * 26 + Int(byte) - 64
      count += 1
      if count > 3 { return nil }
    }
    return count == 0 ? nil : number - 1
  }
}
