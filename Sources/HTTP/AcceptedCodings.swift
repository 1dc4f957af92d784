/// What codings of content a client takes, weighed in thousandths (RFC 9110, 12.5.3).
struct AcceptedCodings {
  /// 0 when gzip is not wanted.
  private(set) var gzip = 0
  /// 0 when the content must not come as it is.
  private(set) var identity = 1

  /// Without the field anything may be sent; what every client understands is identity.
  init(_ field: String?) {
    guard let field else { return }
    var wildcard: Int?
    var named: (gzip: Int?, identity: Int?) = (nil, nil)
    for member in field.split(separator: ",") {
      guard let (coding, weight) = AcceptedCodings.weighed(member) else { continue }
      switch coding {
      case "gzip", "x-gzip": named.gzip = weight
      case "identity": named.identity = weight
      case "*": wildcard = weight
      default: break
      }
    }
    gzip = named.gzip ?? wildcard ?? 0
    // Not named, identity is acceptable but the last choice, unless `*` excludes it.
    identity = named.identity ?? (wildcard == 0 ? 0 : 1)
  }

  /// Whether gzip is the better answer where there is a choice.
  var prefersGzip: Bool { gzip > 0 && gzip >= identity }

  /// A member with a malformed weight is nil: it names no coding.
  private static func weighed(_ member: Substring) -> (String, Int)? {
    var scanner = ParameterScanner(Array(member.utf8.drop { Octet.isBlank($0) }))
    guard let coding = scanner.token()?.lowercased(), let parameters = scanner.parameters() else {
      return nil
    }
    guard let text = parameters.first(where: { $0.name == "q" })?.value else {
      return (coding, 1000)
    }
    return thousandths(Array(text.utf8)).map { (coding, $0) }
  }

  /// `0` or `1` with at most three decimals, at most 1 (RFC 9110, 12.4.2).
  private static func thousandths(_ text: [UInt8]) -> Int? {
    guard let first = text.first, first == 0x30 || first == 0x31, text.count <= 5,
      text.count == 1 || text[1] == Octet.dot
    else { return nil }
    var value = first == 0x31 ? 1000 : 0
    for (octet, unit) in zip(text.dropFirst(2), [100, 10, 1]) {
      guard Octet.isDigit(octet) else { return nil }
      value += Int(octet &- 0x30) * unit
    }
    return value <= 1000 ? value : nil
  }
}
