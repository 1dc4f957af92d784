import Commerce
import HTTP
import Office
import SQL
import Template

/// Waves: which there are, a new one, one of them.
struct WavesController: Sendable {
  let kernel: Kernel
  let floor: any WarehouseFloor
  let carriers: Carriers

  private static let size = 30

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    let isClosed = context.request.query.first("tab") == "closed"
    let before = context.request.query.first("after").flatMap { WaveID(text: $0) }
    var waves = try WaveStore(rows: context.reader).page(
      isClosed: isClosed, before: before?.raw, limit: Self.size + 1)
    let hasMore = waves.count > Self.size
    if hasMore { waves.removeLast() }
    let counters = try context.counters()
    let path = isClosed ? "/waves?tab=closed" : "/waves"
    let places = try floor.places(in: context.reader)
    let waiting = counters[PostingTab.pack.counter] ?? 0
    return context.render(
      WaveListPage(
        tabs: [
          TabView(
            href: URLText(path: "/waves"), label: context.text("waves.tab.open"),
            count: counters[WaveActs.openCounter] ?? 0, isCurrent: !isClosed),
          TabView(
            href: URLText(path: "/waves?tab=closed"), label: context.text("waves.tab.closed"),
            count: 0, isCurrent: isClosed),
        ], waiting: context.text("waves.waiting", count: waiting),
        rows: waves.map { row($0, places, context) },
        blank: waves.isEmpty ? blank(isClosed, context) : nil,
        pager: PagerView(
          text: context.text("waves.shown", count: Int64(waves.count)),
          newer: before == nil ? nil : URLText(path: path),
          older: hasMore
            ? waves.last.map {
              URLText(
                path: "/waves",
                query: (isClosed ? [("tab", "closed")] : []) + [("after", "\($0.id)")])
            } : nil), canWork: context.member?.may(.editOrders) ?? false))
  }

  private func blank(_ isClosed: Bool, _ context: PageContext<SellerScope>) -> BlankView {
    BlankView(
      title: context.text(isClosed ? "waves.blank.closed" : "waves.blank.title"),
      text: context.text("waves.blank.text"))
  }

  private func row(
    _ wave: Wave, _ places: [FloorPlace], _ context: PageContext<SellerScope>
  ) -> WaveRowView {
    WaveRowView(
      wave: wave, name: context.name(of: wave),
      sub: context.text(
        "waves.sub",
        [
          "warehouse": places.first { $0.id == wave.warehouse }?.name ?? "",
          "when": context.time(wave.created),
        ], count: wave.postings),
      state: context.badge(wave.state),
      progress: context.text(
        "waves.row.progress",
        [
          "picked": context.locale.number(wave.picked),
          "packed": context.locale.number(wave.packed),
          "all": context.locale.number(wave.pieces),
        ]))
  }

  func new(_ context: PageContext<SellerScope>) throws -> Response {
    var builder = WaveNewBuilder(
      context: context, floor: floor, carriers: try carriers.all(in: context.open),
      form: WaveForm(context.request.query))
    return context.render(try builder.page())
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = WaveForm(try context.form())
    let id: WaveID = kernel.newID()
    do {
      let choice = try form.choice(try floor.places(in: context.reader))
      try context.write(Act("waves.created", "wave", id.raw)) { tx in
        try WaveActs(tx: tx, now: context.now, member: context.member?.id).create(id, choice)
      }
    } catch let invalid as InvalidForm {
      var builder = WaveNewBuilder(
        context: context, floor: floor, carriers: try carriers.all(in: context.open), form: form)
      builder.problems = invalid.problems
      return context.render(try builder.page(), status: .unprocessable)
    }
    return context.redirect(to: "/waves/\(id)", flash: Flash("waves.flash.created"))
  }

  func show(_ context: PageContext<SellerScope>, _ id: WaveID) throws -> Response {
    context.render(try WaveDesk(context, floor, id).page())
  }

  func sheet(_ context: PageContext<SellerScope>, _ id: WaveID) throws -> Response {
    context.render(try WaveDesk(context, floor, id).sheet())
  }

  func close(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    _ = try context.form()
    try context.write(Act("waves.closed", "wave", id.raw)) { tx in
      try WaveActs(tx: tx, now: context.now, member: context.member?.id).close(id)
    }
    return context.redirect(to: "/waves/\(id)", flash: Flash("waves.flash.closed"))
  }

  /// The picker has read that a posting is out.
  func tell(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    let form = FormReader(try context.form())
    let posting = PostingID(text: form.typed("posting"))
    let step = form.typed("step")
    guard try WaveStore(rows: context.reader).wave(id) != nil else { throw Failure.notFound }
    guard let posting else { throw InvalidForm("posting", Message("form.choice")) }
    try context.write(Act("waves.told", "wave", id.raw)) { tx in
      try WaveActs(tx: tx, now: context.now, member: context.member?.id).tell(id, posting)
    }
    let tail = ["picking", "packing"].contains(step) ? "/\(step)" : ""
    return context.redirect(to: "/waves/\(id)\(tail)")
  }
}
