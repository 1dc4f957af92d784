import Commerce
import Documents
import HTTP
import Office
import SQL
import Template

/// Labels and packing slips, of one posting or of many in the order in which they were ticked.
struct DocumentsController: Sendable {
  let carriers: Carriers

  func label(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    try labels([id], Printing(context, try carriers.all(in: context.open)))
  }

  func slip(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    try slips([id], Printing(context, try carriers.all(in: context.open)))
  }

  func labels(_ context: WorkContext<SellerScope>) throws -> Response {
    let ids = try Selection.ids(context.form())
    return try labels(ids, Printing(context, try carriers.all(in: context.open)))
  }

  func slips(_ context: WorkContext<SellerScope>) throws -> Response {
    let ids = try Selection.ids(context.form())
    return try slips(ids, Printing(context, try carriers.all(in: context.open)))
  }

  private func labels<C: RequestContext>(
    _ ids: [PostingID], _ printing: Printing<C>
  ) throws -> Response where C.Scope == SellerScope {
    let contents = try ids.map(printing.content)
    let refused = contents.flatMap { content in
      content.missing.map { printing.refusal($0, content.posting) }
    }
    let context = printing.context
    guard refused.isEmpty else {
      return context.render(printing.unprintable(ids, refused), status: .conflict)
    }
    return context.render(
      LabelsPage(
        numbers: numbers(contents), back: printing.back(ids), backHref: printing.backHref(ids),
        labels: contents.compactMap(printing.label)))
  }

  private func slips<C: RequestContext>(
    _ ids: [PostingID], _ printing: Printing<C>
  ) throws -> Response where C.Scope == SellerScope {
    let contents = try ids.map(printing.content)
    let refused = contents.filter { $0.recipient == nil }
      .map { printing.refusal(.recipient, $0.posting) }
    let context = printing.context
    guard refused.isEmpty else {
      return context.render(printing.unprintable(ids, refused), status: .conflict)
    }
    return context.render(
      SlipsPage(
        numbers: numbers(contents), back: printing.back(ids), backHref: printing.backHref(ids),
        slips: contents.compactMap(printing.slip)))
  }

  private func numbers(_ contents: [LabelContent]) -> String {
    contents.map(\.posting.number).joined(separator: ", ")
  }
}

/// Reads postings for paper and puts them into the reader's words.
struct Printing<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let carriers: [Carrier]

  init(_ context: Context, _ carriers: [Carrier]) {
    self.context = context
    self.carriers = carriers
  }

  func content(_ id: PostingID) throws -> LabelContent {
    let store = PostingStore(rows: context.reader)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    return LabelContent(
      posting: posting, lines: try store.lines(of: id), recipient: try store.recipient(of: id),
      sender: try context.open.first(SenderStore.byID, context.scope.seller),
      parcel: try store.parcels(of: id).first)
  }

  func refusal(_ block: LabelBlock, _ posting: Posting) -> CheckView {
    CheckView(
      verdict: .red,
      label: context.text("orders.label.missing.\(block.rawValue)", ["number": posting.number]),
      detail: context.text("orders.label.missing.\(block.rawValue).how"))
  }

  func unprintable(_ ids: [PostingID], _ missing: [CheckView]) -> UnprintablePage {
    UnprintablePage(missing: missing, back: back(ids), backHref: backHref(ids))
  }

  func label(_ content: LabelContent) -> LabelView? {
    guard let recipient = content.recipient, let sender = content.sender,
      let parcel = content.parcel
    else { return nil }
    let carrier = carriers.first { $0.id == parcel.carrier }
    let posting = content.posting
    return LabelView(
      carrier: carrier?.name ?? "", service: carrier?.service ?? "", recipient: recipient,
      sender: "\(sender.name) · \(sender.postcode) \(sender.city), \(sender.address)",
      barcode: Drawing.code128(parcel.trackingNumber),
      tracking: Drawing.grouped(parcel.trackingNumber),
      weight: Weight.text(parcel.weightGrams, context), part: "1 / 1",
      date: context.locale.date(context.zone.local(context.now).date), number: posting.number,
      goods: goods(content), qr: Drawing.qr(posting.number, class: "label__qr"))
  }

  /// The first title and how many pieces; what else is in the box says the slip.
  private func goods(_ content: LabelContent) -> String {
    let pieces = context.text(
      "orders.list.pieces", ["pieces": context.locale.number(content.posting.pieces)],
      count: content.posting.pieces)
    let title = content.lines.first?.title ?? ""
    let short = title.count > 24 ? title.prefix(23) + "…" : title[...]
    return "\(short)\(context.text("orders.comma"))\(pieces)"
  }

  func slip(_ content: LabelContent) -> SlipView? {
    guard let recipient = content.recipient, let sender = content.sender else { return nil }
    let posting = content.posting
    let carrier = carriers.first { $0.id == posting.carrier }
    let link = context.kernel.link(
      to: TrackingLink(seller: context.scope.seller, posting: posting.id))
    return SlipView(
      posting: posting, date: context.locale.longDate(context.zone.local(context.now).date),
      recipient: recipient, sender: sender,
      carrier: carrier?.name ?? context.text("orders.slip.notPacked"),
      tracking: content.parcel?.trackingNumber ?? "",
      lines: content.lines.map { LineView(line: $0, price: "", sum: "") },
      qr: Drawing.qr(link, class: "sheet__qr"))
  }

  func back(_ ids: [PostingID]) -> String {
    context.text(ids.count == 1 ? "orders.back.posting" : "orders.back.list")
  }

  func backHref(_ ids: [PostingID]) -> URLText {
    guard ids.count == 1, let id = ids.first else { return URLText(path: "/orders") }
    return URLText(path: "/orders/\(id.raw)")
  }
}
