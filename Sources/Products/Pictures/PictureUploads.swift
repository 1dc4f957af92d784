import HTTP
import Office

/// The files of a post: each becomes a stored picture or a problem of the field `pictures`.
struct PictureUploads {
  static let field = "uploads"
  /// A file's bytes.
  static let limit = 10 << 20

  private(set) var pictures: [Picture] = []
  private(set) var problems: [Problem] = []

  init(_ form: FormFields, field: String = Self.field, into store: PictureStore) throws {
    let inspector = ImageInspector()
    var names: [String: String] = [:]
    for file in form.files(field).prefix(ProductForm.mostPictures) {
      do {
        guard let bytes = try file.content.bytes(upTo: Self.limit) else {
          throw ImageError.tooManyBytes(limit: Self.limit)
        }
        let picture = try store.insert(inspector.sanitise(bytes))
        if let twin = names.updateValue(file.filename, forKey: picture.name) {
          problems.append(Self.problem(twins: file.filename, twin))
        } else {
          pictures.append(picture)
        }
      } catch let error as ImageError {
        problems.append(Self.problem(error, file.filename))
      }
    }
  }

  /// The same picture twice helps no buyer, and somebody has chosen a wrong file.
  private static func problem(twins name: String, _ other: String) -> Problem {
    Problem(
      "pictures",
      Message(
        "products.picture.twins",
        ["name": String(name.prefix(80)), "other": String(other.prefix(80))]))
  }

  private static func problem(_ error: ImageError, _ name: String) -> Problem {
    var values = ["name": String(name.prefix(80))]
    switch error {
    case .otherKind(let kind): values["kind"] = kind
    case .tooManyBytes(let limit): values["limit"] = "\(limit / 1_000_000)"
    case .tooLarge(let width, let height), .tooSmall(let width, let height):
      values["width"] = "\(width)"
      values["height"] = "\(height)"
    default: break
    }
    return Problem("pictures", Message("products." + error.textKey, values))
  }
}
