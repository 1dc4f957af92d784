/// One record of a CSV text: its fields as octets, quotes already taken off.
public struct CSVRow: Sendable {
  /// The line of the text on which the row begins, 1 or more.
  public internal(set) var line = 1
  /// The fields with one octet, the delimiter, between each two.
  var bytes: [UInt8] = []
  /// The end of each field in `bytes`.
  var ends: [Int] = []

  /// The number of fields.
  public var count: Int { ends.count }

  /// The octets of a field, 0 the first; none where the row has no such field.
  public func bytes(_ index: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(index) else { return [] }
    return bytes[(index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]]
  }

  /// The text of a field, 0 the first; throws `missingField` or `notUTF8`.
  public func text(_ index: Int) throws(CSVError) -> String {
    guard ends.indices.contains(index) else {
      throw CSVError(.missingField, line: line, field: index + 1)
    }
    guard let text = String(validating: bytes(index), as: UTF8.self) else {
      throw CSVError(.notUTF8, line: line, field: index + 1)
    }
    return text
  }

  /// The texts of all fields; throws `notUTF8`.
  public func texts() throws(CSVError) -> [String] {
    var all: [String] = []
    all.reserveCapacity(count)
    for index in ends.indices { all.append(try text(index)) }
    return all
  }

  /// Calls `body` with the octets of a field, without a copy or a retain.
  public func withBytes<T>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows
    -> T
  {
    try bytes(index).withUnsafeBufferPointer(body)
  }
}
