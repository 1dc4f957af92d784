import Commerce
import Glibc
import HTTP

/// Photos that people took as proof, in a folder of their own below the data folder. The name is
/// the SHA-256 of the picture, so that a file never changes; what is in it besides the picture was
/// taken off. Whoever shows one asks first whether the reader may see it.
public struct PhotoStore: Sendable {
  /// A file's bytes.
  public static let limit = 10 << 20

  private let root: String

  /// - Parameter folder: the name of the folder below the data folder.
  public init(_ kernel: Kernel, folder: String) {
    root = "\(kernel.configuration.data)/\(folder)"
  }

  /// Stores a photo; it is there, whole, when this returns.
  /// - Returns: its name.
  /// - Throws: `ImageError` where it is no picture that can be shown.
  public func insert(_ file: UploadedFile) throws -> String {
    guard let bytes = try file.content.bytes(upTo: Self.limit) else {
      throw ImageError.tooManyBytes(limit: Self.limit)
    }
    let image = try ImageInspector().sanitise(bytes)
    let name = Hex.encode(image.sha256) + image.kind.fileEnding
    let path = path(of: name)
    guard access(path, R_OK) != 0 else { return name }
    try Files.makeFolder("\(root)/\(name.prefix(2))")
    try write(image.bytes, to: path)
    return name
  }

  /// Stores the photo of a form's field; where it can't be shown the form says why.
  /// - Returns: its name; nil where there is none.
  public func insert(_ field: String, of form: inout FormReader) throws -> String? {
    guard let file = form.fields.files(field).first else { return nil }
    do {
      return try insert(file)
    } catch let error as ImageError {
      let message = error.message(file: file.filename)
      form.add(field, message.key, message.values)
      return nil
    }
  }

  /// The photo as an answer; nil where the name can't be one or there is none.
  public func response(_ name: String) throws -> Response? {
    guard let kind = Self.kind(of: name),
      let file = try? FileDescriptor.open(path: path(of: name))
    else { return nil }
    var response = Response(.ok, .file(file, range: 0..<(try file.size())))
    response.headers.append("Content-Type", kind.mediaType)
    return response
  }

  private static func kind(of name: String) -> ImageKind? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 64,
      parts[0].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    return ImageKind.allCases.first { $0.fileEnding == "." + parts[1] }
  }

  private func path(of name: String) -> String { "\(root)/\(name.prefix(2))/\(name)" }

  /// Under another name first: nobody ever sees a half-written photo.
  private func write(_ bytes: [UInt8], to path: String) throws {
    let draft = "\(path).\(Hex.encode(SecureRandom.bytes(6))).part"
    let number = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw Failure.unavailable }
    let file = FileDescriptor(owning: number)
    do {
      try file.write(bytes.span)
      guard fsync(number) == 0, rename(draft, path) == 0 else { throw Failure.unavailable }
    } catch {
      unlink(draft)
      throw Failure.unavailable
    }
  }
}
