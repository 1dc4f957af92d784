import Commerce
import HTTP
import Office
import SQL
import Template

/// What is done with pasted lines.
enum ShipVerb: String, BulkVerb {
  case ship

  /// A parcel that has left can't be called back.
  var isUndoable: Bool { false }
  var most: Int { SheetLines.mostLines }
}

enum ShipLineSQL {
  static let posting = Query(
    """
    select p.id, p.version, b.carrier_id, b.tracking_number
    from posting p left join parcel b on b.posting_id = p.id and b.part = 1
    where p.number = ?
    """
  ) { (id: Int64, version: Int64, carrier: Int64?, tracking: String?) in
    (id: id, version: version, carrier: carrier, tracking: tracking ?? "")
  }
  static let statements: [(String, any SQLStatement)] = [("shipLine.posting", posting)]
}

/// Hands over many postings by lines of posting, carrier and number; each line stands for itself.
struct ShipWork: BulkWork {
  typealias Verb = ShipVerb

  static let kind = "shipments"
  static let list = "/shipments"

  let acts: PostingActs
  let carriers: Carriers

  /// Postings come by lines only, never from a list.
  func found<C: RequestContext>(_ context: C) throws -> [Int64] where C.Scope == SellerScope { [] }

  func items(_ ids: [Int64], for verb: ShipVerb, _ rows: SellerReader) throws -> [BulkItem] { [] }

  func address(of item: BulkItem) -> String {
    item.object > 0 ? "/orders/\(item.object)" : Self.list
  }

  // MARK: reading

  /// An item for each line; what can be told wrong without trying is refused.
  func items(_ lines: [SheetLines.Line], _ rows: SellerReader, _ open: OpenReader) throws
    -> [BulkItem]
  {
    let all = try carriers.all(in: open)
    var seen: [String: Int] = [:]
    return try lines.map { line in
      let number = line.field(0)
      let tracking = TrackingFormat.normalised(line.field(2))
      let carrier = Self.carrier(line.field(1), all)
      let posting =
        number.utf8.count <= 40 ? try rows.first(ShipLineSQL.posting, number) : nil
      var problems: [Problem] = []
      if posting == nil { problems.append(Problem("", Message("shipments.line.unknown"))) }
      if let first = seen[number] {
        problems.append(Problem("", Message("shipments.line.twice", ["line": "\(first)"])))
      }
      seen[number] = seen[number] ?? line.number
      if let carrier {
        if let problem = carrier.problem(of: tracking) {
          problems.append(Problem("tracking", problem))
        }
      } else {
        let key = line.field(1).isEmpty ? "form.required" : "shipments.line.carrier"
        problems.append(Problem("carrier", Message(key)))
      }
      let before = all.first { $0.id == posting?.carrier }?.name ?? ""
      return BulkItem(
        position: Int64(line.number), object: posting?.id ?? 0,
        title: String(number.prefix(40)), version: posting?.version ?? 0,
        before: Self.values(before, posting?.tracking ?? ""),
        after: Self.values(carrier?.name ?? String(line.field(1).prefix(60)), tracking),
        outcome: problems.isEmpty ? .waiting : .refused, problems: problems)
    }
  }

  private static func values(_ carrier: String, _ tracking: String) -> JSON {
    .object([
      ("carrier", .string(carrier)), ("tracking", .string(String(tracking.prefix(40)))),
    ])
  }

  /// By its name, as people write it, or by its id.
  private static func carrier(_ text: String, _ all: [Carrier]) -> Carrier? {
    let word = text.lowercased()
    return all.first { $0.isActive && ($0.name.lowercased() == word || "\($0.id)" == word) }
      ?? all.first {
        $0.isActive && !word.isEmpty && $0.name.lowercased().hasPrefix("\(word) ")
      }
  }

  // MARK: shipping

  func apply(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws -> (trace: JSON, version: Int64) {
    let id = PostingID(raw: item.object)
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let book = try carriers.book(in: tx.transaction.open)
    let name = item.after["carrier"]?.string
    guard let carrier = book.carriers.first(where: { $0.name == name }),
      let number = item.after["tracking"]?.string
    else { throw Failure.notFound }
    let cards = try ParcelStore(rows: tx.reader).cards(of: id)
    if posting.milestones.shipped != nil, cards.first?.number == number {
      throw Failure.conflict(Message("shipments.line.already"))
    }
    let shipment = try shipment(posting, carrier, number, cards, book, at: now, in: tx)
    let act = PostingAct(
      command: .ship, actor: Actor(kind: .member, name: run.memberName), version: item.version,
      detail: "\(carrier.name) \(number)", shipment: shipment)
    do {
      try acts.perform(act, on: id, at: now, in: tx)
    } catch let refusal as IllegalCommand {
      throw Failure.conflict(
        Message("shipments.line.state", ["number": refusal.number]))
    } catch let duplicate as DuplicateTracking {
      throw Failure.conflict(duplicate.problem.message)
    }
    return (.null, try PostingStore(rows: tx.reader).posting(id)?.version ?? 0)
  }

  /// By the carrier's first service that can take it; the shop's rules don't bind whoever names
  /// the carrier.
  func shipment(
    _ posting: Posting, _ carrier: Carrier, _ number: String, _ cards: [ParcelCard],
    _ book: CarrierBook, at now: Instant, in tx: SellerTransaction
  ) throws -> Shipment {
    if cards.count > 1 { throw Failure.conflict(Message("shipments.line.several")) }
    let measures = cards.map { ParcelMeasure(weight: $0.weight, sides: $0.sides) }
    let recipient = try PostingStore(rows: tx.reader).recipient(of: posting.id)
    let place = recipient.map { Destination($0) } ?? Destination(country: "", city: posting.city)
    let shop = try tx.transaction.open.first(TrackingController.shop, tx.scope.seller)
    let clock = acts.kernel.zones.rules(shop?.zone ?? "UTC")
    let open = try ShippingStore(rows: tx.reader).open(book).filter { $0.carrier == carrier.id }
    if open.isEmpty { throw Failure.conflict(Message("shipments.line.closed")) }
    for tariff in open {
      let quote = try? book.quote(tariff, measures, to: place, at: now, in: clock)
      guard let quote else { continue }
      return Shipment(
        carrier: carrier, tariff: tariff, quote: quote, parcels: [ParcelDraft(number: number)])
    }
    return Shipment(carrier: carrier, trackingNumber: number)
  }
}

/// The page that takes the lines.
struct BulkShippingController: Sendable {
  let work: ShipWork
  let kernel: Kernel

  func new(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(page(context, nil))
  }

  /// Shows what the lines would do; nothing leaves yet.
  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = FormReader(try context.form())
    let lines = SheetLines.read(&form, file: "file", text: "lines") { line in
      line.field(0).utf8.allSatisfy { !(48...57).contains($0) }
    }
    guard form.problems.isEmpty else {
      return context.render(page(context, form), status: .unprocessable)
    }
    let items = try work.items(lines, context.reader, context.open)
    let run = BulkRun.proposed(
      kernel.newID(), kind: ShipWork.kind, act: ShipVerb.ship.rawValue, count: items.count,
      at: context.now, by: context.member?.id)
    let tried = try BulkEngine(work, kernel: kernel).rehearsed(
      items, of: run, at: context.now, as: context.scope)
    try context.write(
      Act("bulk.act.chosen", "bulk", run.id.raw, detail: "\(ShipWork.kind) \(items.count)")
    ) { tx in try BulkStore.insert(run, .preview, tried, in: tx) }
    return context.redirect(to: "/shipments/bulk/\(run.id)")
  }

  private func page<C: RequestContext>(_ context: C, _ typed: FormReader?) -> DeskPage
  where C.Scope == SellerScope {
    var page = DeskPage(
      title: context.text("shipments.title"), sub: context.text("shipments.sub"))
    page.crumbs = [DeskLink("/manifests", context.text("manifests.title"))]
    page.links = [DeskLink("/shipments/bulk", context.text("shipments.runs"))]
    let inputs = DeskInputs(
      context: context, prefix: "shipments.field", typed: typed, problems: typed?.problems ?? [])
    var section = DeskSection(
      "paste", context.text("shipments.paste"), text: context.text("shipments.paste.text"))
    section.action = URLText(path: "/shipments")
    section.isUpload = true
    section.controls = [inputs.area("lines", rows: 12), inputs.file("file")]
    section.buttons = [DeskButton(text: context.text("shipments.preview"), look: .primary)]
    page.sections = [section]
    page.errors = inputs.summary(section.controls)
    return page
  }
}

extension OrdersModule {
  var bulkShippingRoutes: Routes {
    let work = ShipWork(acts: acts, carriers: carriers)
    let bulk = BulkShippingController(work: work, kernel: acts.kernel)
    return Routes {
      $0.get("/shipments", .requires(.editOrders), bulk.new)
      $0.post("/shipments", .requires(.editOrders), bodyLimit: 2 << 20, bulk.create)
    } + BulkController(work, kernel: acts.kernel).routes(.editOrders)
  }
}
