/// HTML or SVG that is copied without escaping. Only producers that build it from safe parts
/// (barcodes, charts, icons) can make one.
public struct Markup: Sendable, Hashable {
  @usableFromInline let bytes: [UInt8]

  /// Nothing.
  public init() { bytes = [] }

  /// Takes the bytes as they are: the caller vouches that they are well-formed and hold no text
  /// of a user that was not escaped.
  @_spi(Trusted) public init(trusted bytes: [UInt8]) { self.bytes = bytes }
}
