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
    // One too many is taken, so that the form can say that it is.
    for file in form.files(field) where pictures.count <= ProductForm.mostPictures {
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
        problems.append(Problem("pictures", error.message(file: file.filename)))
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
}
