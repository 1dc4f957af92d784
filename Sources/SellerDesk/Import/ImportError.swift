/// Why an import can't begin or can't go on: one line for the person at the terminal.
struct ImportError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Why a row can't be taken over.
struct RowProblem: Error, Hashable {
  /// The column; empty where the row as a whole is meant.
  let field: String
  /// The same words for every row that has this problem, so that they can be counted.
  let reason: String
  /// What stood there.
  var value = ""
}
