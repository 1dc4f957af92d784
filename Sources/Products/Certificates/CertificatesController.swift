import Commerce
import HTTP
import Office
import SQL
import Template

/// The papers of a listing.
struct CertificatesController: Sendable {
  let kernel: Kernel

  private var scans: PictureStore {
    PictureStore(root: "\(kernel.configuration.data)/certificates")
  }

  func list(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    context.render(try CertificatesBuilder(context, id).page())
  }

  func create(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    let fields = try context.form()
    let builder = try CertificatesBuilder(context, id)
    let uploads = try PictureUploads(fields, into: scans)
    var form = CertificateForm(fields)
    form.add(uploads.problems)
    let actor = ListingActs.Actor(context)
    let today = builder.today
    do {
      let paper = try form.paper(
        kernel.newID(), scan: uploads.pictures.first?.name ?? "", today: today)
      try context.write(Act("certificates.act.added", "product", id.raw)) { tx in
        try ListingActs(actor, in: tx).add(paper, to: id, today: today)
      }
    } catch let invalid as InvalidForm {
      let page = try builder.page(form.reader, invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(
      to: "/products/\(id)/certificates", flash: Flash("certificates.flash.added"))
  }

  func remove(
    _ context: WorkContext<SellerScope>, _ id: ProductID, _ paper: CertificateID
  ) throws -> Response {
    let actor = ListingActs.Actor(context)
    let today = context.zone.local(context.now).date
    try context.write(Act("certificates.act.removed", "product", id.raw)) { tx in
      try ListingActs(actor, in: tx).remove(paper, from: id, today: today)
    }
    return context.redirect(
      to: "/products/\(id)/certificates", flash: Flash("certificates.flash.removed"))
  }

  func scan(
    _ context: PageContext<SellerScope>, _ id: ProductID, _ paper: CertificateID
  ) throws -> Response {
    try scan(of: paper, in: CertificateStore(rows: context.reader).papers(of: id))
  }

  /// The same for a moderator who has the listing before them.
  func moderatorScan(
    _ context: PageContext<PlatformScope>, _ item: ModerationID, _ paper: CertificateID
  ) throws -> Response {
    guard let item = try ModerationStore(rows: context.open).item(item) else {
      throw Failure.notFound
    }
    let rows = context.reader(of: item.shop)
    return try scan(of: paper, in: CertificateStore(rows: rows).papers(of: item.product))
  }

  private func scan(of id: CertificateID, in papers: [Certificate]) throws -> Response {
    guard let name = papers.first(where: { $0.id == id })?.scan,
      let kind = PictureStore.kind(of: name), let file = scans.file(name)
    else { throw Failure.notFound }
    var response = Response(.ok, .file(file, range: 0..<(try file.size())))
    response.headers.append("Content-Type", kind.mediaType)
    return response
  }
}
