extension URLText {
  /// The address of a numbered thing, as `/orders/1782226581954365`.
  ///
  /// Nothing in it can need encoding, so it costs a fifth of `init(path:)`: that counts in the
  /// rows of a list.
  /// - Parameter folder: a local path in ASCII that ends with a slash.
  public init(folder: StaticString, number: Int64) {
    var path = folder.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    path += String(number)
    text = path
  }
}
