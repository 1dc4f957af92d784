import Commerce
import Documents
import Office
import SQL

/// What documents are made with: the fonts of this system and the carriers' names.
struct PrintRoom: Sendable {
  let book: FontBook
  let carriers: Carriers

  /// Whether files can be made: the fonts of this system go into them.
  var hasFonts: Bool { book.canEmbed }
}

/// Makes documents for one shop. Pages, programs and jobs use it alike.
struct PrintDesk {
  let room: PrintRoom
  let kernel: Kernel
  let rows: SellerReader
  let settings: DocumentSettings
  let sender: Sender?
  let carriers: [Carrier]
  /// In the shop's time zone.
  let today: LocalDate
  /// Of what the shop's staff and the carrier read.
  let words: DocumentWords
  private let seller: Int64

  /// - Parameter locale: of labels; what lies in the parcel is in the buyer's language.
  init(
    _ room: PrintRoom, _ kernel: Kernel, _ rows: SellerReader, open: OpenReader, seller: Int64,
    locale: Locale, now: Instant
  ) throws(SQLError) {
    self.room = room
    self.kernel = kernel
    self.rows = rows
    self.seller = seller
    settings = try DocumentSettings.of(rows)
    sender = try open.first(SenderStore.byID, seller)
    carriers = try room.carriers.all(in: open)
    let zone = try open.first(DocumentSettings.zone, seller) ?? "UTC"
    today = kernel.zones.rules(zone).local(now).date
    words = DocumentWords(strings: kernel.wording.strings, locale: locale)
  }

  init<C: RequestContext>(_ room: PrintRoom, _ context: C) throws(SQLError)
  where C.Scope == SellerScope {
    try self.init(
      room, context.kernel, context.reader, open: context.open, seller: context.scope.seller,
      locale: context.locale, now: context.now)
  }

  /// For sellers' programs, whose answers are in Russian.
  init(_ room: PrintRoom, for context: WorkContext<SellerClient>) throws(SQLError) {
    try self.init(
      room, context.kernel, context.reader, open: context.open, seller: context.scope.shop.raw,
      locale: .ru, now: context.now)
  }

  /// What documents of these postings say, in the same order.
  func contents(of ids: [PostingID]) throws -> [LabelContent] {
    let store = PostingStore(rows: rows)
    var contents = try ids.map { try LabelContent($0, store, sender: sender) }
    let products = Set(contents.flatMap { $0.lines.map(\.product) })
    let classes = try BinStore(rows: rows).classes(of: Array(products))
    for place in contents.indices {
      let found = contents[place].lines.compactMap { classes[$0.product]?.rawValue }
      contents[place].marks = LabelMark.allCases.filter { found.contains($0.rawValue) }
    }
    return contents
  }

  /// What the documents of a run say now.
  func contents(of run: PrintRun.Number) throws -> [LabelContent] {
    let items = try PrintStore(rows: rows).items(of: run)
    return try zip(items, contents(of: items.map(\.posting))).map { item, content in
      var content = content
      content.copy = item.copy
      return content
    }
  }

  /// The same as one walks past their first bins, warehouse by warehouse; what lies in no bin comes
  /// last, as it was.
  func inPickOrder(_ contents: [LabelContent]) throws(SQLError) -> [LabelContent] {
    let store = BinStore(rows: rows)
    var paths: [PostingID: String] = [:]
    for (place, all) in Dictionary(grouping: contents, by: \.warehouse) {
      guard let place else { continue }
      let products = Set(all.flatMap { $0.lines.map(\.product) })
      let bins = try store.bins(of: Array(products), in: place)
      for content in all {
        paths[content.posting] = content.lines.compactMap { bins[$0.product]?.path }.min()
      }
    }
    let places = contents.enumerated().map { place, content in
      (
        path: paths[content.posting], warehouse: content.warehouse?.raw ?? .max, place: place,
        content: content
      )
    }
    return places.sorted { left, right in
      if (left.path == nil) != (right.path == nil) { return right.path == nil }
      return (left.warehouse, left.path ?? "", left.place)
        < (right.warehouse, right.path ?? "", right.place)
    }.map(\.content)
  }

  /// What a document can't do without and a posting does not have.
  func missing(_ kind: PaperKind, _ content: LabelContent) -> [MissingBlock] {
    let needed: [LabelBlock] =
      switch kind {
      case .label: LabelBlock.allCases
      case .packing, .order, .gift: [.recipient, .goods]
      case .invoice: [.recipient, .sender, .goods]
      }
    let blocks = content.missing.filter(needed.contains).map(MissingBlock.block)
    return kind == .invoice && !content.isPaid ? blocks + [.payment] : blocks
  }

  // MARK: labels

  /// The labels of postings as a PDF file, for programs: whole or not at all.
  /// - Throws: `Unprintable` with what is missing; `PDFError` without fonts; `Failure.notFound`.
  func labels(for postings: [PostingID], size: LabelSize? = nil) throws -> [UInt8] {
    let contents = try contents(of: postings)
    let missing = contents.flatMap { content in
      self.missing(.label, content).map { Unprintable.Reason(content: content, block: $0) }
    }
    guard missing.isEmpty else { throw Unprintable(reasons: missing) }
    return try pdf(labels(contents, size), words("label.title"), words.locale)
  }

  func labels(_ contents: [LabelContent], _ size: LabelSize? = nil) -> [PaperPage] {
    let faces = contents.flatMap { words.labels($0, carriers, settings.privacy, on: today) }
    return LabelLayout(book: room.book, size: size ?? settings.paper).pages(faces)
  }

  // MARK: sheets

  /// The papers of postings. An invoice that was not issued is left out.
  func sheets(_ kind: PaperKind, _ contents: [LabelContent]) throws -> [Sheet] {
    try contents.compactMap { content in
      let words = buyerWords(content)
      let link = kernel.link(to: TrackingLink(seller: seller, posting: content.posting))
      switch kind {
      case .label: return nil
      case .packing: return words.packingSlip(order(content, link, words), content)
      case .order: return words.orderSlip(order(content, link, words), content)
      case .gift: return words.giftSlip(order(content, link, words), content)
      case .invoice:
        return try InvoiceStore(rows: rows).invoice(of: content.posting)
          .map { words.invoice($0, link: link) }
      }
    }
  }

  /// In the language of the buyer.
  private func buyerWords(_ content: LabelContent) -> DocumentWords {
    let language = content.recipient.flatMap { Locale(rawValue: $0.language) }
    return DocumentWords(strings: words.strings, locale: language ?? words.locale)
  }

  private func order(
    _ content: LabelContent, _ link: String, _ words: DocumentWords
  ) -> SlipOrder {
    let carrier = content.carrier.flatMap { id in carriers.first { $0.id == id } }
    return SlipOrder(
      date: today, carrier: carrier?.name ?? "", link: link, goods: content.goods,
      shipping: content.shipping, total: content.total, privacy: settings.privacy,
      foot: words("label.print", ["copy": words.locale.number(content.copy)]))
  }

  /// A hand-over act as a PDF file.
  func manifest(_ paper: ManifestPaper) throws(PDFError) -> [UInt8] {
    try pdf(pages([words.manifest(paper)]), words("manifest.title"), words.locale)
  }

  func pages(_ sheets: [Sheet]) -> [PaperPage] {
    sheets.flatMap { sheet in
      SheetLayout.pages(
        sheet, room.book, DocumentWords(strings: words.strings, locale: sheet.language))
    }
  }

  func pdf(_ pages: [PaperPage], _ title: String, _ locale: Locale) throws(PDFError) -> [UInt8] {
    var document = PDFDocument(room.book, title: title, language: locale.tag)
    for page in pages { document.add(page) }
    return try document.file()
  }
}

/// Why a document is refused.
enum MissingBlock: Sendable, Hashable {
  case block(LabelBlock)
  /// An invoice is for what was paid.
  case payment

  var name: String {
    switch self {
    case .block(let block): block.rawValue
    case .payment: "payment"
    }
  }
}

/// Documents that can't be printed, and what each of them lacks.
struct Unprintable: Error {
  struct Reason: Sendable {
    let content: LabelContent
    let block: MissingBlock
  }

  let reasons: [Reason]
}
