import HTTP
import Office

/// Serves pictures. The name tells the content, so an answer is good for ever.
struct PicturesController: Sendable {
  let store: PictureStore

  func show(_ context: PageContext<Visitor>, _ name: String) throws -> Response {
    if let preview = PicturePreview(name: name) { return try show(preview) }
    guard let kind = PictureStore.kind(of: name), let file = store.file(name) else {
      throw Failure.notFound
    }
    var response = Response(.ok, .file(file, range: 0..<(try file.size())))
    response.headers.append("Content-Type", kind.mediaType)
    response.headers.append("Cache-Control", "public, max-age=31536000, immutable")
    return response
  }

  /// The picture itself where its seller sent no small one; not for ever, since one may come.
  private func show(_ preview: PicturePreview) throws -> Response {
    let small = store.file(preview)
    guard let kind = small == nil ? PictureStore.kind(of: preview.picture) : .jpeg,
      let file = small ?? store.file(preview.picture)
    else { throw Failure.notFound }
    var response = Response(.ok, .file(file, range: 0..<(try file.size())))
    response.headers.append("Content-Type", kind.mediaType)
    response.headers.append("Cache-Control", "public, max-age=3600")
    return response
  }
}
