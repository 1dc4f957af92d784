import Commerce
import HTTP
import Office
import SQL

/// The files of label tasks: whoever holds the link has the file, as programs expect of it.
struct LabelFiles: Sendable {
  let room: PrintRoom

  /// The address of a task's file.
  static func link(to task: LabelJob, of seller: SellerID, _ kernel: Kernel) -> String {
    let token = kernel.signedLink(
      seller: seller, object: task.id.raw, purpose: LabelJob.purpose)
    return "\(kernel.configuration.publicURL)/labels/\(token)"
  }

  func show(_ context: PageContext<Visitor>, _ token: String) throws -> Response {
    guard let link = context.linked(token, purpose: LabelJob.purpose),
      let task = try link.reader.first(LabelJob.byID, link.object),
      task.isOpen(at: context.now), let run = task.run
    else { throw Failure.notFound }
    let desk = try PrintDesk(
      room, context.kernel, link.reader, open: context.open, seller: link.reader.scope.seller,
      locale: .ru, now: context.now)
    // A box that was opened again has no label any more.
    let whole = try desk.contents(of: run).filter { desk.missing(.label, $0).isEmpty }
    if whole.isEmpty { throw Failure.notFound }
    let bytes = try desk.pdf(
      desk.labels(whole, task.size), desk.words("label.title"), desk.words.locale)
    var response = Response.pdf(bytes, named: "labels-\(task.id)")
    response.headers.append("Cache-Control", "no-store")
    return response
  }
}

extension Response {
  /// A PDF file that a browser shows and a program takes.
  static func pdf(_ bytes: [UInt8], named name: String) -> Response {
    var response = Response(.ok, .bytes(bytes))
    response.headers.append("Content-Type", "application/pdf")
    response.headers.append("Content-Disposition", "inline; filename=\"\(name).pdf\"")
    return response
  }
}
