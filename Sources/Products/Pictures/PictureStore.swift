import Commerce
import Glibc
import HTTP
import Office

/// Files of pictures: `DATA/images/ab/<sha256>.jpg`. The name says the content, so that a file
/// never changes and the same picture is stored once.
struct PictureStore: Sendable {
  let root: String

  init(_ configuration: Configuration) { root = "\(configuration.data)/images" }

  init(root: String) { self.root = root }

  /// Stores a picture that was inspected; it is there, whole, when this returns.
  func insert(_ image: SanitisedImage) throws -> Picture {
    let name = Hex.encode(image.sha256) + image.kind.fileEnding
    let path = path(of: name)
    // Touched, so that the sweep takes it for new.
    if utimes(path, nil) != 0 {
      try Files.makeFolder("\(root)/\(name.prefix(2))")
      try write(image.bytes, to: path)
    }
    return Picture(name: name, width: Int64(image.width), height: Int64(image.height), alt: "")
  }

  /// The open file of a picture; nil where the name can't be one or there is none.
  func file(_ name: String) -> FileDescriptor? {
    guard Self.kind(of: name) != nil else { return nil }
    return try? FileDescriptor.open(path: path(of: name))
  }

  /// The type that a well-formed name tells; nil for any other text.
  static func kind(of name: String) -> ImageKind? {
    guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let hash = name.utf8[..<dot]
    let isHash =
      hash.count == 64 && hash.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    let ending = String(name[dot...])
    return isHash ? ImageKind.allCases.first { $0.fileEnding == ending } : nil
  }

  private func path(of name: String) -> String { "\(root)/\(name.prefix(2))/\(name)" }

  /// Under another name first: nobody ever sees a half-written picture.
  func write(_ bytes: [UInt8], to path: String) throws {
    let draft = "\(path).\(Hex.encode(SecureRandom.bytes(6))).part"
    let number = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw Self.failure() }
    let file = FileDescriptor(owning: number)
    do {
      try file.write(bytes.span)
      guard fsync(number) == 0, rename(draft, path) == 0 else { throw Self.failure() }
    } catch {
      unlink(draft)
      throw error is SystemError ? Self.failure() : error
    }
  }

  /// A full disk is not a fault of ours.
  private static func failure() -> any Error {
    let code = errno
    if code == ENOSPC || code == EDQUOT || code == EROFS { return Failure.unavailable }
    return BootError("A picture can't be stored: \(String(cString: strerror(code)))")
  }
}
