import Commerce
import HTTP
import Office
import SQL

/// Takes one picture from the script of the form, before the form is sent: it answers with what
/// the form carries from then on. Without a script the form sends the files itself.
struct PictureUploadController: Sendable {
  /// A picture, its preview, and the form around them.
  static let bodyLimit = PictureUploads.limit + PicturePreview.byteLimit + (64 << 10)

  let kernel: Kernel

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let form = try context.form()
    let store = PictureStore(kernel.configuration)
    let previews = form.files("preview")
    let uploads = try PictureUploads(form, field: "upload", into: store)
    if let problem = uploads.problems.first { return refused(context.text(problem.message)) }
    guard let picture = uploads.pictures.first, uploads.pictures.count == 1 else {
      return refused(context.text("form.required"))
    }
    let seller = context.scope.seller
    if let file = previews.first { try keep(file, of: picture, seller, store) }
    let token = PictureToken(kernel: kernel, seller: seller).text(picture)
    return .json(
      JSON.object([
        ("token", .string(token)), ("name", .string(picture.name)),
        ("href", .string(PicturePreview.path(of: picture.name, seller: seller))),
      ]).bytes)
  }

  /// A preview that is no small picture is left out: the picture itself serves.
  private func keep(
    _ file: UploadedFile, of picture: Picture, _ seller: Int64, _ store: PictureStore
  ) throws {
    guard let bytes = try file.content.bytes(upTo: PicturePreview.byteLimit),
      let small = try? PicturePreview.sanitised(bytes)
    else { return }
    try store.insert(small, as: PicturePreview(of: picture.name, seller: seller))
  }

  private func refused(_ text: String) -> Response {
    .json(JSON.object([("problem", .string(text))]).bytes, .unprocessable)
  }
}
