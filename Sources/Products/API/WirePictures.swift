import Commerce
import Office
import SQL

/// Pictures that a program names by address. A picture of the shop's own is known by its address
/// here; any other would have to be fetched, and the server fetches nothing that a stranger names
/// (it could be a machine inside our own network): such a picture has failed.
struct WirePictures {
  static let most = ProductForm.mostPictures

  private let site: String
  private let rows: SellerReader

  init(_ context: WorkContext<SellerClient>) {
    site = context.kernel.configuration.publicURL
    rows = context.reader
  }

  /// `primary_image` first, then `images`.
  func read(
    _ fields: SellerFields
  ) throws -> (pictures: [Picture], problems: [ImportProblem]) {
    var urls = try fields.texts("images", max: Self.most)
    if let main = try fields.text("primary_image", max: 500), !main.isEmpty {
      urls = [main] + urls.filter { $0 != main }
    }
    var pictures: [Picture] = []
    var problems: [ImportProblem] = []
    for url in urls.prefix(Self.most) where !url.isEmpty {
      if let picture = try picture(url) {
        if !pictures.contains(where: { $0.name == picture.name }) { pictures.append(picture) }
      } else {
        problems.append(
          ImportProblem(
            code: "picture_not_loaded", message: Self.reason(url), field: "images",
            isWarning: true))
      }
    }
    return (pictures, problems)
  }

  /// The picture of that address; nil where it is none of the shop's.
  func picture(_ url: String) throws -> Picture? {
    let path = url.hasPrefix(site) ? String(url.dropFirst(site.utf8.count)) : url
    guard path.hasPrefix("/images/") else { return nil }
    let name = String(path.dropFirst("/images/".count))
    guard PictureStore.kind(of: name) != nil else { return nil }
    return try rows.first(CardSQL.picture, name)
  }

  static func reason(_ url: String) -> String {
    "\(url.prefix(200)): pictures are not fetched from other addresses; upload it on the page"
  }
}
