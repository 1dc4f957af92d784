/// Why a text is not JSON that we accept, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong at the place.
  public enum Reason: Sendable, Equatable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case trailingBytes
    case duplicateKey(String)
    case tooDeep(limit: Int)
    case numberOutOfRange
    case controlCharacter
    case badEscape
    case loneSurrogate
    case invalidUTF8
  }

  public let reason: Reason
  /// Bytes before the place, from 0.
  public let offset: Int
  /// The innermost value begun, as in `lines[2].sku`; empty for the whole document.
  public internal(set) var path: String = ""

  public var description: String {
    let place = path.isEmpty ? "" : " in \(path)"
    return "\(text) at byte \(offset)\(place)"
  }

  private var text: String {
    switch reason {
    case .unexpectedEnd: "the text ends too early"
    case .unexpectedByte(let byte): "unexpected \(Self.name(byte))"
    case .trailingBytes: "something follows the value"
    case .duplicateKey(let key): "the key \"\(key)\" stands twice"
    case .tooDeep(let limit): "nested deeper than \(limit)"
    case .numberOutOfRange: "the number is too large"
    case .controlCharacter: "a control character that is not escaped"
    case .badEscape: "an unknown escape"
    case .loneSurrogate: "half of a surrogate pair"
    case .invalidUTF8: "not UTF-8"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    if (0x21...0x7E).contains(byte) { return "'\(Unicode.Scalar(byte))'" }
    return "byte 0x" + String(byte, radix: 16, uppercase: true)
  }

  /// The same error seen from the value around it.
  func within(key: String) -> JSONError { prefixed(by: key) }
  func within(index: Int) -> JSONError { prefixed(by: "[\(index)]") }

  private func prefixed(by step: String) -> JSONError {
    var outer = self
    let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
    outer.path = step + separator + path
    return outer
  }
}
