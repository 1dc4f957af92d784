import Commerce

/// A document on A4 in its reader's words: a slip, an invoice, a manifest. The page and the PDF
/// show the same.
struct Sheet: Sendable {
  struct Column: Sendable {
    let heading: String
    let lines: [String]
  }

  struct Head: Sendable {
    let title: String
    var isNumber = false
    /// Of the width of the table, in hundredths; what is left goes to the first column.
    var share = 0
  }

  struct Row: Sendable {
    let title: String
    /// In small letters below the title.
    var detail = ""
    /// The name of a picture, for the screen.
    var picture = ""
    /// One for each further column.
    let cells: [String]
  }

  struct Pair: Sendable {
    let label: String
    let value: String
    var isStrong = false
  }

  struct Remark: Sendable {
    let heading: String
    let text: String
  }

  var language: Locale
  var brand: String
  var title: String
  /// The number that it is filed under.
  var number: String
  /// Below the title: a date, an order.
  var facts: [String]
  var columns: [Column]
  var caption: String
  var heads: [Head]
  var rows: [Row]
  /// Above the boxes to tick at the end of each row; empty where there are none.
  var tick = ""
  /// The last row of the table.
  var sum: Row?
  var totals: [Pair] = []
  /// What the buyer wrote.
  var note: Remark?
  var closing: Remark?
  /// What the square says.
  var code = ""
  /// What the bars say.
  var bars = ""
  /// Lines to write on.
  var signatures: [String] = []
  var foot = ""

  var hasTicks: Bool { !tick.isEmpty }
}
