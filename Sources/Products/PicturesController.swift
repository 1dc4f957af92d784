import HTTP
import Office

/// Serves pictures. The name tells the content, so an answer is good for ever.
struct PicturesController: Sendable {
  let store: PictureStore

  func show(_ context: PageContext<Visitor>, _ name: String) throws -> Response {
    guard let kind = PictureStore.kind(of: name), let file = store.file(name) else {
      throw Failure.notFound
    }
    var response = Response(.ok, .file(file, range: 0..<(try file.size())))
    response.headers.append("Content-Type", kind.mediaType)
    response.headers.append("Cache-Control", "public, max-age=31536000, immutable")
    return response
  }
}
