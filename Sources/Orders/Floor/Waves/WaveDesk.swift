import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the pages of one wave.
struct WaveDesk<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let floor: any WarehouseFloor
  let wave: Wave
  let lines: [WaveLine]
  let postings: [WavePosting]
  let stops: [Stop]

  /// Throws `Failure.notFound`.
  init(_ context: Context, _ floor: any WarehouseFloor, _ id: WaveID) throws {
    let store = WaveStore(rows: context.reader)
    guard let wave = try store.wave(id) else { throw Failure.notFound }
    self.context = context
    self.floor = floor
    self.wave = wave
    lines = try store.lines(of: id)
    postings = try store.postings(of: id)
    stops = Stop.walk(lines)
  }

  var canWork: Bool { context.member?.may(.editOrders) ?? false }
  var path: String { "/waves/\(wave.id)" }

  func page() throws(SQLError) -> WavePage {
    WavePage(
      wave: wave, title: context.name(of: wave), sub: try sub(), state: context.badge(wave.state),
      progress: progress, notices: notices, groups: groups(),
      totes: postings.map(tote), printable: postings.filter { $0.state == .packed }.map(tote),
      log: try log(), failures: try failures(), canWork: canWork)
  }

  func sheet() throws(SQLError) -> PickSheetPage {
    PickSheetPage(
      title: context.name(of: wave), sub: try sub(isPaper: true), back: URLText(path: path),
      groups: groups(isPaper: true), totes: postings.filter { $0.state == .open }.map(tote),
      pieces: stops.reduce(0) { $0 + $1.quantity })
  }

  /// - Parameter isPaper: says the day in full, since paper is read on other days too.
  private func sub(isPaper: Bool = false) throws(SQLError) -> String {
    let when =
      isPaper
      ? context.locale.dateTime(context.zone.local(wave.created)) : context.time(wave.created)
    let place = try floor.places(in: context.reader).first { $0.id == wave.warehouse }
    return context.text(
      "waves.sub", ["warehouse": place?.name ?? "", "when": when],
      count: wave.postings)
  }

  var progress: ProgressView {
    let key = wave.picked < wave.pieces ? "waves.progress.picked" : "waves.progress.packed"
    let done = wave.picked < wave.pieces ? wave.picked : wave.packed
    return ProgressView(
      text: context.text(
        key, ["done": context.locale.number(done), "all": context.locale.number(wave.pieces)]),
      done: done, total: wave.pieces)
  }

  /// Postings that left while their goods were fetched.
  var notices: [WaveNoticeView] {
    guard !wave.isClosed else { return [] }
    return postings.filter { ($0.state == .cancelled || $0.state == .left) && !$0.isTold }.map {
      posting in
      let picked = lines.filter { $0.posting == posting.id }.reduce(0) { $0 + $1.picked }
      let key =
        posting.state == .cancelled ? "waves.notice.cancelled" : "waves.notice.left"
      let text = context.text(
        key, ["number": posting.number, "tote": context.locale.number(posting.slot)])
      let back = context.text(
        "waves.notice.back", ["tote": context.locale.number(posting.slot)], count: picked)
      return WaveNoticeView(posting: posting.id, text: picked > 0 ? text + " " + back : text)
    }
  }

  /// By zone and class, each in the order of the path.
  /// - Parameter isPaper: names the wave with each, for the sheets may part.
  private func groups(isPaper: Bool = false) -> [StopGroupView] {
    var groups: [(key: String, title: String, stops: [StopView])] = []
    for stop in stops {
      let (zone, handling) = (stop.first.bin.zone, stop.first.handling)
      let key = "\(zone)\u{1}\(handling.rawValue)"
      let place =
        zone.isEmpty
        ? context.text("waves.zone.none") : context.text("waves.zone", ["zone": zone])
      let title =
        handling == .normal ? place : "\(place) · \(context.text(handling.label))"
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].stops.append(view(stop))
      } else {
        groups.append((key, title, [view(stop)]))
      }
    }
    let wave = isPaper ? context.name(of: wave) + " · " : ""
    return groups.map { StopGroupView(title: wave + $0.title, stops: $0.stops) }
  }

  func view(_ stop: Stop) -> StopView {
    let totes = stop.lines.map { line in
      line.quantity == 1
        ? context.locale.number(line.slot)
        : "\(context.locale.number(line.slot))\u{A0}(×\(context.locale.number(line.quantity)))"
    }.joined(separator: ", ")
    return StopView(
      stop: stop, href: URLText(path: "\(path)/picking", query: [("stop", "\(stop.product)")]),
      count: BadgeView(
        of(stop.picked, stop.quantity),
        stop.isDone ? .ok : stop.picked > 0 ? .warn : .neutral), totes: totes,
      handling: context.view(stop.first.handling))
  }

  func of(_ done: Int64, _ all: Int64) -> String {
    context.text(
      "waves.of", ["done": context.locale.number(done), "all": context.locale.number(all)])
  }

  func tote(_ posting: WavePosting) -> ToteView {
    let own = lines.filter { $0.posting == posting.id }
    let all = own.reduce(0) { $0 + $1.quantity }
    let picked = own.reduce(0) { $0 + $1.picked }
    let state: BadgeView =
      switch posting.state {
      case .packed: BadgeView(context.text("waves.tote.packed"), .ok)
      case .cancelled: BadgeView(context.text("waves.tote.cancelled"), .bad)
      case .left: BadgeView(context.text("waves.tote.left"), .neutral)
      case .open where picked == all: BadgeView(context.text("waves.tote.ready"), .info)
      case .open: BadgeView(of(picked, all), picked > 0 ? .warn : .neutral)
      }
    let isWork = posting.state == .open && !wave.isClosed && canWork
    return ToteView(
      posting: posting,
      href: isWork
        ? URLText(path: "\(path)/packing", query: [("posting", "\(posting.id)")])
        : URLText(path: "/orders/\(posting.id)"),
      pieces: context.text("waves.pieces", count: all), state: state)
  }

  private func log() throws(SQLError) -> [LoggedView] {
    try ScanStore(rows: context.reader).refused(in: wave.id).map { scan in
      LoggedView(
        text: context.text("waves.log.\(scan.outcome.rawValue)", ["code": scan.code]),
        when: context.time(scan.at))
    }
  }

  private func failures() throws(SQLError) -> [LoggedView] {
    try CheckStore(rows: context.reader).failures(in: wave.id).map { check in
      let title = lines.first { $0.product == check.product }?.title ?? ""
      let reason = FailReason(rawValue: check.reason).map { context.text($0.label) } ?? ""
      return LoggedView(
        text: [title, reason, check.note].filter { !$0.isEmpty }.joined(separator: " · "),
        when: context.time(check.at),
        photo: check.photo.isEmpty ? nil : URLText(path: "\(path)/photos/\(check.photo)"))
    }
  }
}

extension RequestContext {
  func name(of wave: Wave) -> String {
    text("waves.named", ["number": locale.number(wave.number)])
  }

  func badge(_ state: WaveState) -> BadgeView {
    let tone: Tone =
      switch state {
      case .open: .neutral
      case .picking: .warn
      case .packing: .info
      case .closed: .ok
      }
    return BadgeView(text(state.label), tone)
  }
}
