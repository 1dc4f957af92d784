/// Bodies as browsers send them.
public enum FormBody {
  public struct File {
    public let field: String
    public let name: String
    public let type: String
    public let bytes: [UInt8]

    public init(_ field: String, _ name: String, _ type: String, _ bytes: [UInt8]) {
      self.field = field
      self.name = name
      self.type = type
      self.bytes = bytes
    }
  }

  static let boundary = "----sellerdesk-7MA4YWxkTrZu0gW"

  /// `application/x-www-form-urlencoded` (URL Standard 5.2).
  public static func urlencoded(_ fields: [HTMLForm.Field]) -> [UInt8] {
    Array(
      fields.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&").utf8)
  }

  private static func encode(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F:
        out.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x20: out += "+"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return out
  }

  /// `multipart/form-data` (RFC 7578).
  static func multipart(_ fields: [HTMLForm.Field], _ files: [File]) -> [UInt8] {
    var out: [UInt8] = []
    func part(_ head: String, _ content: [UInt8]) {
      out += Array("--\(boundary)\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8)
      out += content + [13, 10]
    }
    for field in fields { part("name=\"\(field.name)\"", Array(field.value.utf8)) }
    for file in files {
      part(
        "name=\"\(file.field)\"; filename=\"\(file.name)\"\r\nContent-Type: \(file.type)",
        file.bytes)
    }
    return out + Array("--\(boundary)--\r\n".utf8)
  }
}
