import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the list of acts, with what waits for one.
struct ManifestListBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  private static var size: Int { 50 }

  let context: Context
  private let carriers: [Carrier]
  private let places: [WarehousePlace]

  init(
    _ context: Context, _ carriers: Carriers
  ) throws(SQLError) {
    self.context = context
    self.carriers = try carriers.all(in: context.open)
    places = try WarehousePlace.all(in: context.reader)
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    context.text("manifests.\(key)", values)
  }

  func page() throws(SQLError) -> DeskPage {
    var page = DeskPage(title: text("title"), sub: text("sub"))
    page.links = [
      DeskLink("/parcels", context.text("parcels.title")), DeskLink("/cases", text("cases.title")),
    ]
    if context.member?.may(.editOrders) ?? false {
      page.links.insert(DeskLink("/shipments", context.text("shipments.title")), at: 0)
    }
    let store = ManifestStore(rows: context.reader)
    let isOpen = context.request.query.first("tab") == "open"
    let path = isOpen ? "/manifests?tab=open" : "/manifests"
    if isOpen {
      page.title = text("open.title")
      page.sub = context.text("manifests.task.open.text")
      page.crumbs = [DeskLink("/manifests", text("title"))]
      page.links = []
    } else {
      let count = try context.counters()[Manifest.counter] ?? 0
      if count > 0 {
        let words = context.text("manifests.task.open", count: count)
        page.links.append(DeskLink("/manifests?tab=open", words))
      }
      page.sections = [waiting(try store.groups())]
    }
    let before = context.request.query.first("after").flatMap { ManifestID(text: $0) }
    var found = try store.page(before: before, isOpen: isOpen, limit: Self.size + 1)
    let hasMore = found.count > Self.size
    if hasMore { found.removeLast() }
    guard !found.isEmpty else {
      if isOpen {
        page.blank = BlankView(title: text("open.none"), text: text("open.none.text"))
      }
      return page
    }
    page.sections.append(table(found))
    page.pager = PagerView(
      text: context.text("manifests.shown", count: Int64(found.count)),
      newer: before == nil ? nil : URLText(path: path),
      older: hasMore
        ? found.last.map { URLText(path: "\(path)\(isOpen ? "&" : "?")after=\($0.id)") } : nil)
    return page
  }

  private func waiting(_ groups: [ReadyGroup]) -> DeskSection {
    var section = DeskSection("waiting", text("waiting"))
    if groups.isEmpty {
      section.text = text("waiting.none")
      return section
    }
    section.heads = [
      DeskHead(label: text("head.warehouse")), DeskHead(label: text("head.carrier")),
      DeskHead(label: text("head.parcels"), isNumber: true), DeskHead(label: text("head.due")),
    ]
    let mayEdit = context.member?.may(.editOrders) ?? false
    if mayEdit { section.heads.append(DeskHead(label: context.text("carriers.acts"))) }
    section.rows = groups.map { group in
      let place = context.name(of: group.warehouse, in: places)
      let carrier = carriers.first { $0.id == group.carrier }?.name ?? ""
      var cells: [DeskCell] = [
        .head(place), .text(carrier), .number(context.locale.number(group.parcels)),
        due(group.due),
      ]
      if mayEdit {
        let open = DeskButton(
          text: text("open"),
          action: URLText(path: "/manifests"), name: "carrier", value: "\(group.carrier)",
          label: text("open.of", ["carrier": carrier, "place": place]))
        cells.append(
          DeskCell(
            hidden: [DeskHidden(name: "warehouse", value: "\(group.warehouse)")], buttons: [open]))
      }
      return DeskRow(cells: cells)
    }
    return section
  }

  /// Red once it is over.
  private func due(_ at: Instant) -> DeskCell {
    at < context.now ? .badge(BadgeView(context.time(at), .bad)) : .text(context.time(at))
  }

  private func table(_ manifests: [Manifest]) -> DeskSection {
    let closed = manifests.filter { $0.state != .open }
    let parcels = closed.reduce(0) { $0 + $1.parcels }
    let onTime = closed.reduce(0) { $0 + $1.onTime }
    var section = DeskSection("acts", text("acts"))
    if parcels > 0 {
      let share = Percent(basisPoints: (onTime * 10_000 + parcels / 2) / parcels)
      section.aside = text(
        "onTime",
        [
          "share": context.locale.percent(share), "onTime": context.locale.number(onTime),
          "parcels": context.locale.number(parcels),
        ])
    }
    section.heads = [
      DeskHead(label: text("head.day")), DeskHead(label: text("head.warehouse")),
      DeskHead(label: text("head.carrier")), DeskHead(label: text("head.state")),
      DeskHead(label: text("head.parcels"), isNumber: true),
      DeskHead(label: text("head.onTime"), isNumber: true),
      DeskHead(label: text("head.differences"), isNumber: true),
    ]
    section.rows = manifests.map { manifest in
      DeskRow(cells: [
        .head(context.locale.date(manifest.day), "/manifests/\(manifest.id)"),
        .text(context.name(of: manifest.warehouse, in: places)),
        .text(carriers.first { $0.id == manifest.carrier }?.name ?? ""),
        .badge(context.badge(manifest)),
        .number(
          context.locale.number(manifest.parcels), sub: Weight.text(manifest.weight, context)),
        .number(manifest.state == .open ? "–" : context.locale.number(manifest.onTime)),
        .number(
          manifest.state == .accepted
            ? context.locale.number(manifest.missing + manifest.extra) : "–"),
      ])
    }
    return section
  }
}

extension RequestContext {
  func name(of warehouse: WarehouseID, in places: [WarehousePlace]) -> String {
    places.first { $0.id == warehouse }?.name ?? "\(warehouse)"
  }

  func badge(_ manifest: Manifest) -> BadgeView {
    let tone: Tone =
      switch manifest.state {
      case .open: .info
      case .closed: .warn
      case .accepted: manifest.missing + manifest.extra > 0 ? .bad : .ok
      }
    return BadgeView(text(manifest.stateKey), tone)
  }
}

/// Makes the page of one act.
struct ManifestBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  private static var size: Int { 50 }

  let context: Context
  let manifest: Manifest
  private let carrier: String
  private let place: String
  private let store: ManifestStore
  private let mayEdit: Bool
  var typed: FormReader?
  var problems: [Problem] = []

  /// Throws `Failure.notFound`.
  init(
    _ context: Context, _ id: ManifestID, _ carriers: Carriers
  ) throws {
    store = ManifestStore(rows: context.reader)
    guard let manifest = try store.manifest(id) else { throw Failure.notFound }
    self.context = context
    self.manifest = manifest
    carrier = try carriers.carrier(manifest.carrier, in: context.open)?.name ?? ""
    place = context.name(
      of: manifest.warehouse, in: try WarehousePlace.all(in: context.reader))
    mayEdit = context.member?.may(.editOrders) ?? false
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    context.text("manifests.\(key)", values)
  }

  private var inputs: DeskInputs<Context> {
    DeskInputs(context: context, prefix: "manifests.field", typed: typed, problems: problems)
  }

  private func path(_ act: String) -> URLText { URLText(path: "/manifests/\(manifest.id)/\(act)") }

  func page() throws(SQLError) -> DeskPage {
    var page = DeskPage(
      title: text("one.title", ["carrier": carrier, "date": context.locale.date(manifest.day)]),
      sub: place)
    page.crumbs = [DeskLink("/manifests", text("title"))]
    page.state = context.badge(manifest)
    if manifest.parcels > 0 {
      page.links = [DeskLink("/manifests/\(manifest.id)/document", text("print"))]
    }
    page.sections = [facts()]
    let controls: [DeskSection]
    switch manifest.state {
    case .open:
      // An empty act is nothing to hand over.
      let isReady = manifest.parcels > 0 || !problems.isEmpty
      controls = mayEdit ? [try adding()] + (isReady ? [closing()] : []) : []
    case .closed: controls = mayEdit ? [acceptance()] : []
    case .accepted: controls = [try differences()].compactMap { $0 }
    }
    let query = context.request.query.first("after") ?? ""
    let parts = query.split(separator: "-").compactMap { Int64($0) }
    let after = parts.count == 2 ? (posting: parts[0], part: parts[1]) : nil
    var parcels = try store.parcels(of: manifest.id, after: after, limit: Self.size + 1)
    let hasMore = parcels.count > Self.size
    if hasMore { parcels.removeLast() }
    page.sections += controls + [table(parcels)]
    if mayEdit && manifest.state == .open { page.sections.append(discarding()) }
    let last = parcels.last.map { "\($0.posting)-\($0.part)" } ?? ""
    page.pager =
      parcels.isEmpty
      ? nil
      : PagerView(
        text: context.text("manifests.parcelsShown", count: Int64(parcels.count)),
        newer: after == nil ? nil : URLText(path: "/manifests/\(manifest.id)"),
        older: hasMore ? URLText(path: "/manifests/\(manifest.id)?after=\(last)") : nil)
    page.errors = context.summary(problems, of: controls.flatMap(\.controls).map(\.field))
    return page
  }

  private func facts() -> DeskSection {
    var section = DeskSection("facts", text("facts"))
    let number = { (value: Int64) in context.locale.number(value) }
    section.facts = [
      PairView(label: text("head.parcels"), value: number(manifest.parcels)),
      PairView(label: text("head.weight"), value: Weight.text(manifest.weight, context)),
    ]
    if let closed = manifest.closed {
      section.facts += [
        PairView(
          label: text("field.driver"), value: manifest.driver.isEmpty ? "–" : manifest.driver),
        PairView(label: text("head.closed"), value: context.time(closed)),
        PairView(label: text("head.onTime"), value: number(manifest.onTime)),
      ]
    }
    if let accepted = manifest.accepted {
      section.facts += [
        PairView(label: text("head.accepted"), value: context.time(accepted)),
        PairView(label: text("kind.missing"), value: number(manifest.missing)),
        PairView(label: text("kind.extra"), value: number(manifest.extra)),
      ]
    }
    return section
  }

  private func adding() throws(SQLError) -> DeskSection {
    let ready = try store.ready(
      manifest.warehouse, manifest.carrier, limit: Int(ManifestActs.most))
    var section = DeskSection(
      "add", text("add"), aside: context.text("manifests.ready", count: Int64(ready.count)),
      text: text("add.text"))
    section.action = path("parcels")
    section.controls = [inputs.mono("number")]
    section.buttons = [DeskButton(text: text("add.one"), look: .primary)]
    if !ready.isEmpty {
      section.buttons.append(DeskButton(text: text("add.all"), name: "all", value: "1"))
    }
    return section
  }

  private func closing() -> DeskSection {
    var section = DeskSection("close", text("close"), text: text("close.text"))
    section.action = path("closing")
    section.controls = [inputs.text("driver")]
    section.buttons = [DeskButton(text: text("close.now"), look: .primary)]
    return section
  }

  private func discarding() -> DeskSection {
    var section = DeskSection("discard", text("discard"), text: text("discard.text"))
    section.action = path("discard")
    section.buttons = [DeskButton(text: text("discard.now"), look: .danger)]
    return section
  }

  private func acceptance() -> DeskSection {
    var section = DeskSection("accept", text("accept"), text: text("accept.text"))
    section.action = path("acceptance")
    section.controls = [
      inputs.area("missing", rows: 4, isOptional: true),
      inputs.area("extra", rows: 4, isOptional: true),
    ]
    section.buttons = [DeskButton(text: text("accept.now"), look: .primary)]
    return section
  }

  /// nil where the carrier found what was handed over.
  private func differences() throws(SQLError) -> DeskSection? {
    let found = try context.reader.all(ManifestSQL.differences, manifest.id.raw)
    guard !found.isEmpty else { return nil }
    var section = DeskSection("differences", text("differences"), text: text("differences.text"))
    section.heads = [DeskHead(label: text("head.number")), DeskHead(label: text("head.kind"))]
    section.rows = found.map { difference in
      DeskRow(cells: [
        .head(difference.tracking, difference.posting.map { "/orders/\($0)" }),
        .badge(context.badge(difference.kind)),
      ])
    }
    return section
  }

  private func table(_ parcels: [ManifestParcel]) -> DeskSection {
    var section = DeskSection("parcels", text("parcels"))
    if parcels.isEmpty {
      section.text = text("parcels.none")
      return section
    }
    section.heads = [
      DeskHead(label: text("head.number")), DeskHead(label: text("head.posting")),
      DeskHead(label: text("head.city")), DeskHead(label: text("head.weight"), isNumber: true),
      DeskHead(label: text("head.state")),
    ]
    let isOpen = mayEdit && manifest.state == .open
    if isOpen {
      section.action = path("removal")
      section.heads.append(DeskHead(label: context.text("carriers.acts")))
    }
    section.rows = parcels.map { parcel in
      var cells: [DeskCell] = [
        .head(parcel.tracking),
        DeskCell(text: parcel.number, href: URLText(path: "/orders/\(parcel.posting)")),
        .text(parcel.city), .number(Weight.text(parcel.weight, context)),
        .badge(BadgeView(context.text(parcel.state.label), parcel.state.tone)),
      ]
      if isOpen {
        cells.append(
          .buttons([
            DeskButton(
              text: text("remove"), name: "posting", value: "\(parcel.posting)",
              label: text("remove.of", ["number": parcel.number]))
          ]))
      }
      return DeskRow(cells: cells)
    }
    return section
  }
}
