import Commerce
import HTTP
import Office
import SQL
import Template

extension PrintDesk {
  /// The printed form of an act.
  /// - Parameter kind: leaves only what differs in that way.
  func paper(
    of manifest: Manifest, only kind: DifferenceKind? = nil
  ) throws(SQLError) -> ManifestPaper {
    let differences = try rows.all(ManifestSQL.differences, manifest.id.raw)
    let missing = Set(differences.filter { $0.kind == .missing }.map(\.tracking))
    let listed = try ManifestStore(rows: rows).parcels(of: manifest.id).map { parcel in
      ManifestPaper.Line(
        posting: parcel.number, tracking: parcel.tracking, weight: parcel.weight,
        difference: missing.contains(parcel.tracking) ? words("manifest.missing") : "")
    }
    let extra = differences.filter { $0.kind == .extra }.map {
      ManifestPaper.Line(
        posting: "", tracking: $0.tracking, weight: 0, difference: words("manifest.extra"))
    }
    let places = try rows.all(WirePostings.warehouses)
    let lines: [ManifestPaper.Line] =
      switch kind {
      case nil: listed + extra
      case .missing: listed.filter { !$0.difference.isEmpty }
      case .extra: extra
      }
    return ManifestPaper(
      number: "\(manifest.id)",
      shop: sender ?? Sender(name: "", country: "", postcode: "", city: "", address: ""),
      carrier: carriers.first { $0.id == manifest.carrier }?.name ?? "",
      warehouse: places.first { $0.id == manifest.warehouse }?.name ?? "", date: manifest.day,
      driver: manifest.driver, lines: lines,
      state: Message(manifest.stateKey))
  }

  /// A label for each cargo place of an act, as a PDF file.
  func containers(of manifest: Manifest) throws -> [UInt8] {
    let paper = try paper(of: manifest)
    let sheets = (1...max(1, manifest.containers)).map { words.container($0, of: manifest, paper) }
    return try pdf(pages(sheets), words("container.title"), words.locale)
  }
}

extension DocumentWords {
  fileprivate func container(
    _ place: Int64, of manifest: Manifest, _ paper: ManifestPaper
  ) -> Sheet {
    let count = max(1, manifest.containers)
    return Sheet(
      language: locale, brand: paper.shop.name, title: self("container.title"),
      number: "\(locale.number(place)) / \(locale.number(count))",
      facts: [locale.longDate(paper.date)],
      columns: [
        Sheet.Column(heading: self("manifest.warehouse"), lines: [paper.warehouse]),
        Sheet.Column(heading: self("manifest.carrier"), lines: [paper.carrier]),
      ], caption: self("manifest.caption"),
      heads: [
        Sheet.Head(title: self("manifest.title")),
        Sheet.Head(title: self("label.parcel"), isNumber: true, share: 30),
      ],
      rows: [Sheet.Row(title: paper.number, cells: [locale.number(manifest.parcels)])],
      code: paper.number, bars: "\(paper.number)-\(place)")
  }
}

/// The printed act, as a page and as a PDF file.
struct ManifestPrintController: Sendable {
  let room: PrintRoom

  func show(_ context: PageContext<SellerScope>, _ id: ManifestID) throws -> Response {
    let (manifest, desk) = try found(context, id)
    let sheet = desk.words.manifest(try desk.paper(of: manifest))
    let way = WayBack(
      text: context.text("manifests.back"), href: URLText(path: "/manifests/\(id)"))
    let tools = PrintTools(
      way, pdf: room.hasFonts ? URLText(path: "/manifests/\(id)/document.pdf") : nil,
      hint: context.text("documents.hint.a4"))
    return context.render(
      SheetsPage(
        title: context.text("documents.manifest.title"), tools: tools,
        sheets: [SheetView(sheet: sheet)]))
  }

  func pdf(_ context: PageContext<SellerScope>, _ id: ManifestID) throws -> Response {
    let (manifest, desk) = try found(context, id)
    guard room.hasFonts else { throw Failure.notFound }
    return .pdf(try desk.manifest(desk.paper(of: manifest)), named: "act-\(id)")
  }

  private func found(
    _ context: PageContext<SellerScope>, _ id: ManifestID
  ) throws -> (Manifest, PrintDesk) {
    guard let manifest = try ManifestStore(rows: context.reader).manifest(id) else {
      throw Failure.notFound
    }
    return (manifest, try PrintDesk(room, context))
  }
}
