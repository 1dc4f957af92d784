/// multipart/form-data (RFC 7578; RFC 2046, 5.1), from memory or from the spooled body. File parts
/// stay where they are: the result holds slices.
struct Multipart {
  private var window: BodyWindow
  private let delimiter: [UInt8]
  private let limits: FormLimits
  private var form = FormFields()
  private var pairs: [(name: String, value: String)] = []
  private var textTotal = 0

  /// Octets of a part's header section.
  private static let partHead = 8192

  static func decode(
    _ body: Body, boundary: String, limits: FormLimits, window: Int = 65536
  ) throws(FormError) -> FormFields {
    guard 1...70 ~= boundary.utf8.count else { throw .malformed }
    var reader = Multipart(
      window: BodyWindow(body, width: window), delimiter: Array("\r\n--\(boundary)".utf8),
      limits: limits)
    return try reader.decode()
  }

  private init(window: BodyWindow, delimiter: [UInt8], limits: FormLimits) {
    self.window = window
    self.delimiter = delimiter
    self.limits = limits
  }

  /// A preamble is refused: no client of a form sends one, and it could hide a part.
  private mutating func decode() throws(FormError) -> FormFields {
    let opening = Array(delimiter.dropFirst(2))
    guard try window.holds(opening, at: 0) else { throw .malformed }
    var position = Int64(opening.count)
    var count = 0
    while try !window.holds([Octet.dash, Octet.dash], at: position) {
      guard try window.holds(Multipart.lineEnd, at: position) else { throw .malformed }
      count += 1
      guard count <= limits.fields else { throw .tooMany }
      position = try decodePart(from: position + 2)
    }
    form.fields = QueryFields(pairs)
    return form
  }

  private static let lineEnd = [Octet.carriageReturn, Octet.lineFeed]
  private static let headEnd = lineEnd + lineEnd

  /// Reads one part; returns where its closing delimiter ends.
  private mutating func decodePart(from start: Int64) throws(FormError) -> Int64 {
    guard let blank = try window.find(Multipart.headEnd, from: start, within: Multipart.partHead)
    else { throw .malformed }
    let head = try PartHead(window.bytes(start..<blank))
    let content = blank + 4
    // The delimiter's CRLF may be the blank line's own when the part is empty.
    guard let end = try window.find(delimiter, from: blank + 2, within: nil) else {
      throw .malformed
    }
    try accept(head, content..<max(content, end))
    return end + Int64(delimiter.count)
  }

  private mutating func accept(_ head: PartHead, _ range: Range<Int64>) throws(FormError) {
    guard head.name.utf8.count <= limits.nameLength else { throw .tooLarge(field: nil) }
    if let filename = head.filename {
      let file = UploadedFile(
        filename: filename, contentType: head.contentType, content: window.body.slice(range))
      form.files.append((head.name, file))
      return
    }
    let length = range.upperBound - range.lowerBound
    guard length <= Int64(limits.valueLength) else { throw .tooLarge(field: head.name) }
    textTotal += Int(length)
    guard textTotal <= limits.total else { throw .tooLarge(field: nil) }
    guard let value = String(validating: try window.bytes(range), as: UTF8.self) else {
      throw .badEncoding(field: head.name)
    }
    pairs.append((head.name, value))
  }
}

/// The header section of a part: what `Content-Disposition` and `Content-Type` say.
struct PartHead {
  private(set) var name = ""
  private(set) var filename: String?
  private(set) var contentType = "text/plain"

  /// As strict as the head of a request: lines end in CRLF only, names are tokens, and no control
  /// gets into a name or a type.
  init(_ bytes: [UInt8]) throws(FormError) {
    var hasDisposition = false
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstRange(of: PartHead.lineEnd)?.lowerBound ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...].dropFirst(2)
      guard line.allSatisfy(Octet.isText), let colon = line.firstIndex(of: Octet.colon),
        line[..<colon].allSatisfy(Octet.isToken)
      else { throw .malformed }
      let key = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      let value = Array(bytes[bytes.span.trimmed((colon + 1)..<end)])
      if key == "content-disposition" {
        guard !hasDisposition else { throw .malformed }
        hasDisposition = true
        try readDisposition(value)
      } else if key == "content-type" {
        contentType = String(decoding: value, as: UTF8.self)
      }
    }
    guard hasDisposition else { throw .malformed }
  }

  private static let lineEnd = [Octet.carriageReturn, Octet.lineFeed]

  private mutating func readDisposition(_ value: [UInt8]) throws(FormError) {
    guard String(validating: value, as: UTF8.self) != nil else { throw .badEncoding(field: nil) }
    var scanner = ParameterScanner(value)
    guard scanner.token()?.lowercased() == "form-data", let parameters = scanner.parameters(),
      let name = PartHead.single("name", parameters)
    else { throw .malformed }
    self.name = name
    // `filename*` must not be used here (RFC 7578, 4.2) and is not read.
    filename = PartHead.single("filename", parameters).map(PartHead.withoutFolders)
  }

  private static func single(
    _ name: String, _ parameters: [(name: String, value: String)]
  ) -> String? {
    let values = parameters.filter { $0.name == name }
    return values.count == 1 ? values.first.map { unescaped($0.value) } : nil
  }

  /// Browsers write quote, CR and LF as escapes, and nothing else (WHATWG HTML, 4.10.21.8).
  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(Octet.percent) else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if let octet = escape(bytes, at: index) {
        out.append(octet)
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func escape(_ bytes: [UInt8], at index: Int) -> UInt8? {
    guard bytes[index] == Octet.percent, index + 2 < bytes.count,
      let high = Octet.hexValue(bytes[index + 1]), let low = Octet.hexValue(bytes[index + 2])
    else { return nil }
    let octet = high << 4 | low
    return octet == Octet.quote || octet == 0x0d || octet == 0x0a ? octet : nil
  }

  private static func withoutFolders(_ name: String) -> String {
    let last = name.utf8.lastIndex { $0 == Octet.slash || $0 == Octet.backslash }
    return last.map { String(name[name.utf8.index(after: $0)...]) } ?? name
  }
}
