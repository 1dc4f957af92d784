/// Text in the exposition format OpenMetrics 1.0.
struct OpenMetrics {
  static let mediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

  enum Kind: String { case counter, gauge, histogram, info }

  private var text = ""
  private var name = ""

  /// What was written, with the end that proves it whole.
  var finished: [UInt8] { Array((text + "# EOF\n").utf8) }

  /// Begins a family of samples.
  /// - Parameter unit: also the end of the name.
  mutating func begin(_ name: String, _ kind: Kind, unit: String? = nil, _ help: String) {
    self.name = name
    text += "# TYPE \(name) \(kind.rawValue)\n"
    if let unit { text += "# UNIT \(name) \(unit)\n" }
    text += "# HELP \(name) \(Self.escape(help))\n"
  }

  /// A sample of the family.
  /// - Parameter suffix: `_total` of a counter, `_info` of an info.
  mutating func add(_ suffix: String = "", _ labels: [(String, String)] = [], _ value: String) {
    text += name + suffix
    if !labels.isEmpty {
      let pairs = labels.map { "\($0)=\"\(Self.escape($1))\"" }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(value)\n"
  }

  /// A family of one sample.
  mutating func gauge(_ name: String, unit: String? = nil, _ help: String, _ value: String) {
    begin(name, .gauge, unit: unit, help)
    add(value)
  }

  /// A family of one sample.
  mutating func counter(_ name: String, unit: String? = nil, _ help: String, _ value: String) {
    begin(name, .counter, unit: unit, help)
    add("_total", value)
  }

  private mutating func add(_ value: String) { add("", [], value) }
  private mutating func add(_ suffix: String, _ value: String) { add(suffix, [], value) }

  /// One histogram of the family.
  /// - Parameters:
  ///   - bounds: upper bounds, as they are written.
  ///   - counts: of each range, and of what is above them all.
  mutating func histogram(
    _ labels: [(String, String)] = [], bounds: [String], counts: [Int], sum: String
  ) {
    var below = 0
    for (bound, count) in zip(bounds + ["+Inf"], counts) {
      below += count
      add("_bucket", labels + [("le", bound)], String(below))
    }
    add("_sum", labels, sum)
    add("_count", labels, String(below))
  }

  private static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Nanoseconds as seconds, exactly.
  static func seconds(_ nanoseconds: Int) -> String {
    let part = String(nanoseconds % 1_000_000_000)
    let digits = String(repeating: "0", count: 9 - part.utf8.count) + part
    let end = digits.utf8.reversed().drop { $0 == UInt8(ascii: "0") }.count
    return "\(nanoseconds / 1_000_000_000).\(digits.prefix(max(1, end)))"
  }
}
