import Commerce
import Documents
import HTTP
import Office
import SQL

/// The papers of hand-over acts, for sellers' programs.
struct HandoverPapers: Sendable {
  let acts: PostingActs
  let carriers: Carriers
  let room: PrintRoom

  /// `POST /v2/posting/fbs/act/get-pdf`
  func act(_ context: WorkContext<SellerClient>) throws -> Response {
    let (manifest, desk) = try found(context, context.fields())
    return .pdf(try desk.manifest(desk.paper(of: manifest)), named: "act-\(manifest.id)")
  }

  /// `POST /v2/posting/fbs/act/get-container-labels`
  func containers(_ context: WorkContext<SellerClient>) throws -> Response {
    let (manifest, desk) = try found(context, context.fields())
    return .pdf(try desk.containers(of: manifest), named: "places-\(manifest.id)")
  }

  /// `POST /v2/posting/fbs/act/get-barcode`
  func barcode(_ context: WorkContext<SellerClient>) throws -> Response {
    let manifest = try CarriageDesk(acts, carriers, context).manifest(context.fields(), "id")
    var response = Response(.ok, .bytes(try Code128("\(manifest.id)").png()))
    response.headers.append("Content-Type", "image/png")
    return response
  }

  /// `POST /v2/posting/fbs/act/get-barcode/text`
  func barcodeText(_ context: WorkContext<SellerClient>) throws -> Response {
    let manifest = try CarriageDesk(acts, carriers, context).manifest(context.fields(), "id")
    return .wire(["result": .string("\(manifest.id)")])
  }

  /// `POST /v2/posting/fbs/digital/act/check-status`
  func digitalStatus(_ context: WorkContext<SellerClient>) throws -> Response {
    let manifest = try CarriageDesk(acts, carriers, context).manifest(context.fields(), "id")
    return .wire([
      "id": .integer(manifest.id.raw), "status": .string(CarriageStatus.ofDocument(manifest)),
    ])
  }

  /// `POST /v2/posting/fbs/digital/act/get-pdf`: the act, or what differs from it.
  func digital(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let (manifest, desk) = try found(context, fields)
    let kind: DifferenceKind?
    switch try fields.text("doc_type") ?? "act_of_acceptance" {
    case "", "act_of_acceptance": kind = nil
    case "act_of_mismatch": kind = .missing
    case "act_of_excess": kind = .extra
    default:
      throw SellerError.invalid(
        "doc_type", "must be one of act_of_acceptance, act_of_mismatch, act_of_excess")
    }
    let paper = try desk.paper(of: manifest, only: kind)
    if kind != nil, paper.lines.isEmpty { throw SellerError.notFound("DOCUMENT_NOT_FOUND") }
    return .pdf(try desk.manifest(paper), named: "act-\(manifest.id)")
  }

  private func found(
    _ context: WorkContext<SellerClient>, _ fields: SellerFields
  ) throws -> (Manifest, PrintDesk) {
    let manifest = try CarriageDesk(acts, carriers, context).manifest(fields, "id")
    guard manifest.parcels > 0 else { throw SellerError.precondition("no_postings") }
    let desk = try PrintDesk(room, for: context)
    return (manifest, desk)
  }
}

extension Code128 {
  /// The bars as a picture: two points a module, with the light margins.
  func png() throws(PNGError) -> [UInt8] {
    let (scale, height) = (2, 120)
    let side = [Bool](repeating: false, count: Self.quietZone)
    let row = (side + modules + side).flatMap { isDark in
      [UInt8](repeating: isDark ? 0 : 255, count: 3 * scale)
    }
    return try PNGEncoder.encode(
      width: row.count / 3, height: height,
      pixels: Array(repeatElement(row, count: height).joined()))
  }
}
