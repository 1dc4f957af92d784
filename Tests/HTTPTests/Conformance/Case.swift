import Testing

/// One connection's input by the clause it tests, the answers in order, and what becomes of the
/// connection.
struct Case: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let input: [UInt8]
  let answers: [Expected]
  let closes: Bool

  /// `closes`: by default what follows from the last status, since the server ends the connection
  /// with each of its own refusals.
  init(_ clause: String, _ input: String, _ answers: Expected..., closes: Bool? = nil) {
    self.init(clause, octets: Array(input.utf8), answers, closes)
  }

  init(
    _ clause: String, octets: [UInt8], _ answers: [Expected], _ closes: Bool? = nil
  ) {
    testDescription = clause
    input = octets
    self.answers = answers
    self.closes = closes ?? Case.refusals.contains(answers.last?.status ?? 0)
  }

  private static let refusals: Set<Int> = [
    400, 408, 413, 414, 415, 417, 421, 431, 501, 505,
  ]
}

/// The cases of one part of the specification.
struct Topic: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let cases: [Case]

  init(_ name: String, _ cases: [Case]) {
    testDescription = name
    self.cases = cases
  }

  static let all = [
    Topic("request line and target", RequestLineCases.all), Topic("fields", FieldCases.all),
    Topic("expectations", FieldCases.expectations), Topic("framing", FramingCases.all),
    Topic("connection", ConnectionCases.all), Topic("selection", SelectionCases.all),
    Topic("files", FileCases.all),
  ]
}

/// What an answer must look like, besides what every answer must.
struct Expected: ExpressibleByIntegerLiteral, Sendable {
  let status: Int
  /// Name and exact value; nil: the field must be absent.
  var fields: [(name: String, value: String?)] = []
  var body: String?
  var isHead = false

  init(integerLiteral status: Int) { self.status = status }

  init(_ status: Int, _ body: String? = nil, head: Bool = false, _ fields: (String, String?)...) {
    self.status = status
    self.body = body
    self.fields = fields.map { ($0.0, $0.1) }
    isHead = head
  }
}

/// A request with the Host it needs, and more fields.
func request(_ line: String, _ fields: String..., body: String = "") -> String {
  let lines = [line + " HTTP/1.1", "Host: a.example"] + fields
  return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// A head as it is: nothing is added but the line ends.
func raw(_ lines: String...) -> String { lines.joined(separator: "\r\n") + "\r\n\r\n" }

/// Text in ISO 8859-1, for octets that are no UTF-8.
func latin(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
}

/// A chunked POST.
func chunked(_ body: String, _ fields: String...) -> String {
  let lines = ["POST /echo HTTP/1.1", "Host: a.example", "Transfer-Encoding: chunked"] + fields
  return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}
