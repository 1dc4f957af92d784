/// A decoded form of either type (WHATWG HTML, 4.10.21): fields and files in the order they came.
public struct FormFields: Sendable {
  /// Text fields, in order.
  public var fields: QueryFields
  /// Files by the name of their input, in order.
  public var files: [(name: String, file: UploadedFile)]
  /// Shared by all copies, so that who refuses the rest knows what each reader took.
  private let taken = TakenFields()

  public init(fields: QueryFields = QueryFields(), files: [(name: String, file: UploadedFile)] = [])
  {
    self.fields = fields
    self.files = files
  }

  /// The first value of a text field.
  public func first(_ name: String) -> String? {
    taken.note(name, .one)
    return fields.first(name)
  }

  /// All values of a text field, in order.
  public func all(_ name: String) -> [String] {
    taken.note(name, .all)
    return fields.all(name)
  }

  /// The files of one input, without the empty part a browser sends when none was chosen.
  public func files(_ name: String) -> [UploadedFile] {
    taken.note(name, .files)
    return files.filter { $0.name == name && !$0.file.isAbsent }.map(\.file)
  }

  /// The names that were sent and that nobody has asked for yet, in the order they came.
  public var untaken: [String] {
    let texts = fields.map(\.name).filter { !taken.has($0, .one) && !taken.has($0, .all) }
    return texts + files.map(\.name).filter { !taken.has($0, .files) }
  }

  /// The names that were sent more than once and asked for as if there were one.
  public var doubled: [String] {
    var seen: Set<String> = []
    return fields.map(\.name).filter { !seen.insert($0).inserted && !taken.has($0, .all) }
  }

  /// Decodes the body by its Content-Type. A request without body is an empty form.
  public static func decode(
    _ request: Request, limits: FormLimits = FormLimits()
  ) throws(FormError) -> FormFields {
    if request.body.count == 0 { return FormFields() }
    guard let type = request.header("content-type").flatMap(MediaType.init) else {
      throw .unsupportedType
    }
    switch type.essence {
    case "application/x-www-form-urlencoded": return try urlencoded(request.body, limits)
    case "multipart/form-data":
      guard let boundary = type.parameter("boundary") else { throw .malformed }
      return try Multipart.decode(request.body, boundary: boundary, limits: limits)
    default: throw .unsupportedType
    }
  }

  private static func urlencoded(
    _ body: Body, _ limits: FormLimits
  ) throws(FormError) -> FormFields {
    let content: [UInt8]?
    do { content = try body.bytes(upTo: limits.total) } catch { throw .unreadable(error) }
    guard let content else { throw .tooLarge(field: nil) }
    return FormFields(
      fields: try QueryFields.decode(content.span, 0..<content.count, limits: limits))
  }
}

/// A file of a form.
public struct UploadedFile: Sendable {
  /// As the browser named it, without folders; data of the client, never a path.
  public let filename: String
  /// As the browser guessed it; check the content.
  public let contentType: String
  /// In memory, or a slice of the spooled request.
  public let content: Body

  public init(filename: String, contentType: String, content: Body) {
    self.filename = filename
    self.contentType = contentType
    self.content = content
  }

  var isAbsent: Bool { filename.isEmpty && content.count == 0 }
}

/// Why a form was not accepted.
public enum FormError: Error, Sendable {
  /// More fields than allowed.
  case tooMany
  /// A name, a value or the whole is too long; nil where it is not one field's.
  case tooLarge(field: String?)
  /// A broken escape or text that is not UTF-8; nil when the name itself is.
  case badEncoding(field: String?)
  case malformed
  /// Neither urlencoded nor multipart: 415.
  case unsupportedType
  /// The spooled body could not be read back.
  case unreadable(SystemError)
}
