import Glibc
import Office

/// What could not be taken over, row by row in a file, and counted by reason for the summary.
///
/// Lines are `file:line: field: reason (value)`. Every run begins the file anew.
final class ImportLog {
  /// The same problem in many rows.
  struct Kind: Hashable {
    let file: String
    let field: String
    let reason: String

    var text: String { field.isEmpty ? "\(file): \(reason)" : "\(file): \(field): \(reason)" }
  }

  let path: String
  /// Rows that were left out.
  private(set) var refused: [Kind: Int] = [:]
  /// Rows that were taken over although something of them could not be.
  private(set) var noted: [Kind: Int] = [:]

  private static let bufferSize = 64 << 10
  private let file: Int32
  private var buffer: [UInt8] = []
  private var failure: Int32 = 0

  init(path: String) throws(ImportError) {
    self.path = path
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw ImportError("\(path) can't be written: \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    write()
    close(file)
  }

  /// A row that is left out.
  func report(_ problem: RowProblem, in name: String, line: Int) {
    refused[append(problem, name, line, "")] = count(of: problem, name, refused) + 1
  }

  /// A row that is taken over, with a gap.
  func note(_ problem: RowProblem, in name: String, line: Int) {
    noted[append(problem, name, line, "note: ")] = count(of: problem, name, noted) + 1
  }

  /// Brings the lines to the file.
  /// - Throws: when they don't fit on the disk.
  func flush() throws(ImportError) {
    write()
    guard failure == 0 else {
      throw ImportError("\(path) can't be written: \(String(cString: strerror(failure)))")
    }
  }

  private func count(of problem: RowProblem, _ name: String, _ counts: [Kind: Int]) -> Int {
    counts[Kind(file: name, field: problem.field, reason: problem.reason)] ?? 0
  }

  private func append(_ problem: RowProblem, _ name: String, _ line: Int, _ mark: String) -> Kind {
    let field = problem.field.isEmpty ? "" : "\(problem.field): "
    let value = problem.value.isEmpty ? "" : " (\(Self.printable(problem.value)))"
    buffer += Array("\(name):\(line): \(mark)\(field)\(problem.reason)\(value)\n".utf8)
    if buffer.count >= Self.bufferSize { write() }
    return Kind(file: name, field: problem.field, reason: problem.reason)
  }

  /// Foreign text on one line and without commands to a terminal.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(80).map { scalar -> Character in
      scalar.properties.generalCategory == .control || scalar.value == 0x2028
        ? "\u{FFFD}" : Character(scalar)
    }
    return String(scalars)
  }

  private func write() {
    var rest = buffer[...]
    while !rest.isEmpty, failure == 0 {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { failure = errno } else { rest = rest.dropFirst(count) }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
