import Commerce
import Office

/// What pictures of a category must be like, beyond what every picture must be.
struct PictureRules: Sendable, Hashable {
  static let pixels: ClosedRange<Int64> = 100...10_000

  /// Of the main picture's longer side; a listing below it can't be submitted.
  var leastPixels: Int64 = 900
  /// What the main picture should be cut to; nil where any shape does.
  var ratio: PictureRatio?
}

/// Width to height, as `3:4`.
struct PictureRatio: Sendable, Hashable {
  let width: Int64
  let height: Int64

  /// Two whole numbers of 1 to 100 with a colon between them.
  init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int64(parts[0]), let height = Int64(parts[1]),
      1...100 ~= width, 1...100 ~= height
    else { return nil }
    self.width = width
    self.height = height
  }

  var text: String { "\(width):\(height)" }

  /// Whether a picture is of this shape, give or take 2 % of its width.
  func fits(width: Int64, height: Int64) -> Bool {
    let (wanted, overflow) = height.multipliedReportingOverflow(by: self.width)
    let (given, other) = width.multipliedReportingOverflow(by: self.height)
    guard !overflow, !other else { return false }
    return abs(given - wanted) <= given / 50
  }
}

extension ProductEditor {
  /// What the pictures of a category must be like, below the form's input.
  func rules(of category: Category) -> String {
    let rules = category.pictures
    let text = context.text(
      "categories.picture.rules", ["min": context.locale.number(rules.leastPixels)])
    guard let ratio = rules.ratio else { return text }
    return text + context.locale.comma
      + context.text("categories.picture.ratio", ["ratio": ratio.text])
  }
}
