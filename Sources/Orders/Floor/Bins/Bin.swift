import Commerce

/// Where a product lies in a warehouse.
struct Bin: Sendable, Hashable {
  static let longest = 20

  /// "A-03-2"; empty where nobody said.
  var name = ""
  /// Where to look when it is empty.
  var spare = ""
  /// A part of the warehouse; "A" of "A-03-2" where nothing else was said.
  var zone = ""

  static let none = Bin()

  init() {}

  init(_ name: String, spare: String = "", zone: String = "") {
    self.name = name
    self.spare = spare
    self.zone = zone.isEmpty ? Self.zone(of: name) : zone
  }

  /// Orders bins as people walk past them: "A-3" before "A-03-2" before "A-10".
  var path: String { Self.path(name) }

  static func path(_ name: String) -> String {
    var path = ""
    var digits = ""
    func end() {
      guard !digits.isEmpty else { return }
      let number = digits.drop { $0 == "0" }
      path += String(repeating: "0", count: max(0, longest - number.count)) + number
      digits = ""
    }
    for scalar in name.lowercased().unicodeScalars {
      if (48...57).contains(scalar.value) {
        digits.unicodeScalars.append(scalar)
      } else {
        end()
        // The sign between two parts sorts before all that a part begins with.
        path.unicodeScalars.append(Self.isGap(scalar) ? " " : scalar)
      }
    }
    end()
    return path
  }

  private static func zone(of name: String) -> String {
    String(name.unicodeScalars.prefix { !isGap($0) }.prefix(longest))
  }

  private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == " " || scalar == "." || scalar == "/"
  }
}

/// A bin and what lies in it.
struct BinRow: Sendable {
  let product: ProductID
  let bin: Bin
  let path: String
}

/// A product that somebody must count, since a picker did not find it.
struct CountNote: Sendable {
  let id: Int64
  let product: ProductID
  let bin: String
  let pieces: Int64
  let at: Instant
}
