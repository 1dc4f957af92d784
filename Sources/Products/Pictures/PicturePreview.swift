import Commerce
import Glibc
import HTTP
import Office

/// The small picture that a browser made of an uploaded one: lists load it instead.
///
/// Nobody checks that it shows the same, so it belongs to the seller who sent it: its name is the
/// picture's with `-s` and the seller behind it, and only the seller's own lists name it. A picture
/// that two sellers use keeps what each of them sent.
struct PicturePreview: Sendable {
  /// A side's pixels.
  static let sides = 8...240
  static let byteLimit = 64 << 10

  let picture: String
  let seller: Int64

  var name: String { "\(picture)-s\(seller)" }

  init(of picture: String, seller: Int64) {
    self.picture = picture
    self.seller = seller
  }

  /// Reads a name; nil for one that is no preview's.
  init?(name: String) {
    guard let mark = name.firstRange(of: "-s"),
      PictureStore.kind(of: String(name[..<mark.lowerBound])) != nil,
      let seller = SellerID(text: name[mark.upperBound...])
    else { return nil }
    self.init(of: String(name[..<mark.lowerBound]), seller: seller.raw)
  }

  /// The address where a list finds it; the picture itself is served where there is none.
  static func path(of picture: String, seller: Int64) -> String {
    "/images/\(PicturePreview(of: picture, seller: seller).name)"
  }

  /// What may be stored as one: a small JPEG, with nothing in it but the picture.
  /// - Throws: what is wrong with it.
  static func sanitised(_ bytes: [UInt8]) throws(ImageError) -> [UInt8] {
    var inspector = ImageInspector()
    inspector.byteLimit = byteLimit
    inspector.sides = sides
    let image = try inspector.sanitise(bytes)
    guard image.kind == .jpeg else { throw .otherKind(image.kind.rawValue) }
    return image.bytes
  }
}

extension PictureStore {
  /// Stores a preview that was sanitised; the newest one stays.
  func insert(_ bytes: [UInt8], as preview: PicturePreview) throws {
    try Files.makeFolder("\(root)/\(preview.picture.prefix(2))")
    try write(bytes, to: "\(root)/\(preview.picture.prefix(2))/\(preview.name)")
  }

  /// The open file of a preview; nil where the seller sent none.
  func file(_ preview: PicturePreview) -> FileDescriptor? {
    try? FileDescriptor.open(path: "\(root)/\(preview.picture.prefix(2))/\(preview.name)")
  }
}
