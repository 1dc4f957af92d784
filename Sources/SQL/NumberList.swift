import CSQLite

/// Whole numbers that a statement takes as one value, a column of the rows that it writes:
/// `number_at(?3, j.key)` is one of them, counted from 0, and NULL past the last. An element of a
/// JSON array is read at several times the cost.
public enum NumberList {
  /// They never leave the process, so they have its order of bytes.
  public static func bytes(_ numbers: [Int64]) -> [UInt8] {
    numbers.withUnsafeBytes { [UInt8]($0) }
  }

  static func define(on database: OpaquePointer) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY
    sqlite3_create_function_v2(
      database, "number_at", 2, flags, nil,
      { context, _, values in
        guard let list = values?[0], let place = values?[1],
          let start = sqlite3_value_blob(list)
        else { return sqlite3_result_null(context) }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(list)))
        let index = Int(sqlite3_value_int64(place))
        let size = MemoryLayout<Int64>.size
        guard (0..<bytes.count / size).contains(index) else { return sqlite3_result_null(context) }
        sqlite3_result_int64(
          context, bytes.loadUnaligned(fromByteOffset: index * size, as: Int64.self))
      }, nil, nil, nil)
  }
}
