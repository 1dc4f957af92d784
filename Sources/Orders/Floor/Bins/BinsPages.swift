import Commerce
import HTTP
import Office
import SQL
import Template

/// Where goods lie and how they are handled, to be changed in place.
struct BinsPage: Page {
  static let template = "bins/list"

  let errors: ErrorSummary?
  let places: [TabView]
  let warehouse: Int64
  let canEdit: Bool
  let rows: [BinRowView]
  let notes: [CountNoteView]
  let pager: PagerView
  let isWalk: Bool
  let code: String
  let walkHref: URLText
  let listHref: URLText
  let importText: FieldView

  static let fields: [Field<BinsPage>] = [
    .optional("errors") { $0.errors },
    .list("places") { $0.places },
    .flag("hasPlaces") { $0.places.count > 1 },
    .integer("warehouse") { $0.warehouse },
    .flag("canEdit") { $0.canEdit },
    .list("rows") { $0.rows },
    .list("notes") { $0.notes },
    .flag("hasNotes") { !$0.notes.isEmpty },
    .view("pager") { $0.pager },
    .flag("isWalk") { $0.isWalk },
    .text("code") { $0.code },
    .url("walkHref") { $0.walkHref },
    .url("listHref") { $0.listHref },
    .view("importText") { $0.importText },
  ]
}

struct BinRowView: View {
  let item: FloorItem
  let bin: String
  let spare: String
  let zone: String
  let handling: HandlingView?
  let error: String
  let classes: [OptionView]

  static let fields: [Field<BinRowView>] = [
    .integer("id") { $0.item.product.raw },
    .url("href") { URLText(path: "/products/\($0.item.product)") },
    .text("item") { $0.item.title },
    .text("offer") { $0.item.offerID },
    .optional("picture") { Picture.url($0.item.picture) },
    .text("bin") { $0.bin },
    .text("spare") { $0.spare },
    .text("zone") { $0.zone },
    .optional("handling") { $0.handling },
    .text("error") { $0.error },
    .list("classes") { $0.classes },
  ]
}

struct CountNoteView: View {
  let note: CountNote
  let item: String
  let text: String

  static let fields: [Field<CountNoteView>] = [
    .url("settling") { URLText(path: "/bins/notes/\($0.note.id)") },
    .text("item") { $0.item },
    .text("text") { $0.text },
    .url("href") { URLText(path: "/products/\($0.note.product)/stock") },
  ]
}

/// Makes the page.
struct BinsBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  static var size: Int { 25 }

  let context: Context
  let floor: any WarehouseFloor
  var typed: FormReader?
  var problems: [Problem] = []

  init(_ context: Context, _ floor: any WarehouseFloor) {
    self.context = context
    self.floor = floor
  }

  func page() throws -> BinsPage {
    let query = context.request.query
    let places = try floor.places(in: context.reader)
    let asked = WarehouseID(text: query.first("warehouse") ?? typed?.typed("warehouse") ?? "")
    guard let place = places.first(where: { $0.id == asked }) ?? places.first else {
      throw Failure.notFound
    }
    let isWalk = query.first("order") == "walk"
    let code = FormReader.trimmed(query.first("code") ?? "")
    let base = [("warehouse", "\(place.id)")] + (isWalk ? [("order", "walk")] : [])
    let shown = try shown(place.id, isWalk: isWalk, code: code)
    let next = shown.next.map { URLText(path: "/bins", query: base + [("after", $0)]) }
    return BinsPage(
      errors: context.summary(problems, of: []),
      places: places.map { other in
        TabView(
          href: URLText(path: "/bins", query: [("warehouse", "\(other.id)")]), label: other.name,
          count: 0, isCurrent: other == place)
      }, warehouse: place.id.raw, canEdit: context.member?.may(.editBins) ?? false,
      rows: try rows(shown.items, place.id), notes: try notes(place.id),
      pager: PagerView(
        text: context.text("bins.shown", count: Int64(shown.items.count)),
        newer: query.first("after") == nil ? nil : URLText(path: "/bins", query: base),
        older: next), isWalk: isWalk, code: code,
      walkHref: URLText(path: "/bins", query: [("warehouse", "\(place.id)"), ("order", "walk")]),
      listHref: URLText(path: "/bins", query: [("warehouse", "\(place.id)")]),
      importText: importText)
  }

  private var importText: FieldView {
    var field = FieldView("lines", label: context.text("bins.import.lines"))
    field.hint = context.text("bins.import.hint")
    field.value = typed?.typed("lines") ?? ""
    field.error = problems.filter { $0.field == "lines" }.prefix(8).map {
      context.text($0.message)
    }.joined(separator: " ")
    field.isMono = true
    return field
  }

  /// The goods of the page, and the cursor of the next one.
  private func shown(
    _ place: WarehouseID, isWalk: Bool, code: String
  ) throws -> (items: [FloorItem], next: String?) {
    let after = context.request.query.first("after")
    if !code.isEmpty {
      return (try floor.item(named: code, in: context.reader).map { [$0] } ?? [], nil)
    }
    guard isWalk else {
      let items = try floor.items(
        in: place, after: after.flatMap { ProductID(text: $0) }, limit: Self.size + 1,
        rows: context.reader)
      let page = Array(items.prefix(Self.size))
      return (page, items.count > Self.size ? page.last.map { "\($0.product)" } : nil)
    }
    let mark = after.flatMap { text -> (path: String, product: Int64)? in
      let parts = text.split(separator: "~", maxSplits: 1)
      guard parts.count == 2, let product = Int64(parts[0]) else { return nil }
      return (String(parts[1]), product)
    }
    let bins = try BinStore(rows: context.reader).walk(place, after: mark, limit: Self.size + 1)
    let page = bins.prefix(Self.size)
    let known = try floor.items(page.map(\.product), in: context.reader)
    let next = bins.count > Self.size ? page.last.map { "\($0.product)~\($0.path)" } : nil
    return (page.compactMap { known[$0.product] }, next)
  }

  private func rows(_ items: [FloorItem], _ place: WarehouseID) throws(SQLError) -> [BinRowView] {
    let store = BinStore(rows: context.reader)
    let ids = items.map(\.product)
    let bins = try store.bins(of: ids, in: place)
    let classes = try store.classes(of: ids)
    return items.map { item in
      let bin = bins[item.product] ?? .none
      let handling = classes[item.product] ?? .normal
      let key = "\(item.product)"
      let chosen = value("class_\(key)") ?? handling.rawValue
      return BinRowView(
        item: item, bin: value("bin_\(key)") ?? bin.name,
        spare: value("spare_\(key)") ?? bin.spare, zone: bin.zone,
        handling: context.view(handling),
        error: ["bin", "spare", "class"].map { context.error(of: "\($0)_\(key)", in: problems) }
          .first { !$0.isEmpty } ?? "",
        classes: HandlingClass.allCases.map {
          OptionView(
            value: $0.rawValue, label: context.text($0.label), isSelected: $0.rawValue == chosen)
        })
    }
  }

  private func value(_ name: String) -> String? {
    guard let typed, typed.fields.fields.contains(where: { $0.name == name }) else { return nil }
    return typed.typed(name)
  }

  private func notes(_ place: WarehouseID) throws(SQLError) -> [CountNoteView] {
    let notes = try BinStore(rows: context.reader).notes(in: place)
    let known = try floor.items(notes.map(\.product), in: context.reader)
    return notes.map { note in
      CountNoteView(
        note: note, item: known[note.product]?.title ?? "\(note.product)",
        text: context.text(
          "bins.notes.line",
          ["bin": note.bin.isEmpty ? "–" : note.bin, "when": context.time(note.at)],
          count: note.pieces))
    }
  }
}
