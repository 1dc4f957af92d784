import Commerce
import HTTP
import Office
import SQL

/// The walk along the bins, scan by scan.
struct PickController: Sendable {
  /// A photo and the form around it.
  static let photoLimit = PhotoStore.limit + (64 << 10)

  let kernel: Kernel
  let floor: any WarehouseFloor
  let postings: PostingActs

  /// What a form is told that was sent twice.
  private static let stale = Flash("waves.flash.known", tone: .warn)

  var photos: PhotoStore { PhotoStore(kernel, folder: "floor") }

  func show(_ context: PageContext<SellerScope>, _ id: WaveID) throws -> Response {
    context.render(try WaveDesk(context, floor, id).picking())
  }

  /// A scan at the bin, or into a box where the form names a posting.
  func scan(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    var form = FormReader(try context.form())
    let code = ScanCode(Self.code(&form))
    let after = form.integer("after", 0...Int64.max) ?? 0
    let posting = PostingID(text: form.typed("posting"))
    let stop = ProductID(text: form.typed("stop"))
    let step: ScanStep = posting == nil ? .pick : .pack
    var back = "/waves/\(id)/picking"
    if let posting { back = "/waves/\(id)/packing?posting=\(posting)" }
    if posting == nil, let stop { back += "?stop=\(stop)" }
    guard try WaveStore(rows: context.reader).wave(id) != nil else { throw Failure.notFound }
    try context.checkFields()
    guard !code.text.isEmpty, form.problems.isEmpty, posting != nil || stop != nil else {
      return context.redirect(to: back, flash: Flash("waves.flash.empty", tone: .warn))
    }
    let outcome = try context.write(Act("waves.scan.\(step.rawValue)", "wave", id.raw)) { tx in
      let acts = acts(context, tx)
      if let posting { return try acts.pack(code, into: posting, in: id, after: after) }
      return try stop.flatMap { try acts.pick(code, at: $0, in: id, after: after) }
    }
    if outcome == nil {
      return context.redirect(to: back, flash: Flash("waves.flash.twice", tone: .warn))
    }
    return context.redirect(to: back)
  }

  /// What came from the scanner: no sign of control but the one that parts the fields of a GS1
  /// code, and not longer than such a code.
  private static func code(_ form: inout FormReader) -> String {
    let typed = form.typed("code").unicodeScalars.filter { $0.value >= 32 || $0.value == 0x1D }
    return String(String(String.UnicodeScalarView(typed)).prefix(ScanCode.longest))
  }

  func undo(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    var form = FormReader(try context.form())
    let scan = form.integer("scan", 0...Int64.max) ?? 0
    let posting = PostingID(text: form.typed("posting"))
    let isUndone = try context.write(Act("waves.scan.undone", "wave", id.raw)) { tx in
      try acts(context, tx).undo(posting == nil ? .pick : .pack, in: id, scan: scan)
    }
    let back = posting.map { "/waves/\(id)/packing?posting=\($0)" } ?? "/waves/\(id)/picking"
    return context.redirect(
      to: back,
      flash: isUndone ? Flash("waves.flash.undone") : Flash("waves.flash.notUndone", tone: .warn))
  }

  func problem(_ context: PageContext<SellerScope>, _ id: WaveID) throws -> Response {
    let query = context.request.query
    let desk = try WaveDesk(context, floor, id)
    let step = ScanStep(rawValue: query.first("step") ?? "") ?? .pick
    return context.render(
      try desk.problem(
        ProductID(text: query.first("product") ?? ""),
        PostingID(text: query.first("posting") ?? ""), step))
  }

  /// The bin is empty: the picker goes on at the reserve bin.
  func reserve(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    let form = FormReader(try context.form())
    guard let product = ProductID(text: form.typed("product")) else { throw Failure.notFound }
    try context.write(Act("waves.reserve", "wave", id.raw)) { tx in
      try acts(context, tx).lookElsewhere(for: product, in: id)
    }
    return context.redirect(to: "/waves/\(id)/picking?stop=\(product)")
  }

  /// Pieces are nowhere: the postings that were to get them do without.
  func miss(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    var form = FormReader(try context.form())
    let product = ProductID(text: form.typed("product"))
    let posting = PostingID(text: form.typed("posting"))
    let pieces = form.integer("pieces", 1...10_000, required: true)
    let desk = try WaveDesk(context, floor, id)
    do {
      try form.check()
      guard let product, let posting, let pieces else { throw Failure.notFound }
      return try context.answering(posting) {
        let known = form.typed("known")
        let isDone = try context.write(
          Act("waves.missing", "wave", id.raw, detail: "\(pieces)")
        ) { tx in try problems(context, tx).miss(pieces, of: product, in: id, known: known) }
        return context.redirect(
          to: "/waves/\(id)/picking", flash: isDone ? Flash("waves.flash.missing") : Self.stale)
      }
    } catch let invalid as InvalidForm {
      return context.render(
        try desk.problem(product, posting, .pick, form, invalid.problems),
        status: .unprocessable)
    }
  }

  /// A piece did not pass.
  func fail(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    var form = FormReader(try context.form())
    let product = ProductID(text: form.typed("product"))
    let posting = PostingID(text: form.typed("posting"))
    let step = ScanStep(rawValue: form.typed("step")) ?? .pick
    let desk = try WaveDesk(context, floor, id)
    do {
      guard let product, let posting else { throw Failure.notFound }
      let piece = try piece(&form, product, posting, step, desk)
      return try context.answering(posting) {
        let isDone = try context.write(
          Act("waves.failed", "wave", id.raw, detail: piece.reason.rawValue)
        ) { tx in try problems(context, tx).fail(piece, in: id) }
        return answer(context, piece, step, id, isDone)
      }
    } catch let invalid as InvalidForm {
      return context.render(
        try desk.problem(product, posting, step, form, invalid.problems),
        status: .unprocessable)
    }
  }

  private func piece(
    _ form: inout FormReader, _ product: ProductID, _ posting: PostingID, _ step: ScanStep,
    _ desk: WaveDesk<WorkContext<SellerScope>>
  ) throws -> FailedPiece {
    let reason = form.choice("reason", FailReason.self)
    let remedy = form.choice("remedy", Remedy.self)
    let note = form.text("note", 0...150)
    let photo = try photos.insert("photo", of: &form) ?? ""
    try form.check()
    guard let reason, let remedy else { throw InvalidForm(form.problems) }
    let line = desk.lines.first { $0.posting == posting && $0.product == product && $0.isOpen }
    let isCounted = line.map { $0.picked >= $0.quantity } ?? false
    return FailedPiece(
      product: product, posting: posting, reason: reason, remedy: remedy, note: note,
      photo: photo, wasPicked: step == .pack || isCounted, known: form.typed("known"))
  }

  private func answer(
    _ context: WorkContext<SellerScope>, _ piece: FailedPiece, _ step: ScanStep, _ id: WaveID,
    _ isDone: Bool
  ) -> Response {
    switch piece.remedy {
    case .replace:
      context.redirect(
        to: "/waves/\(id)/picking?stop=\(piece.product)",
        flash: isDone ? Flash("waves.flash.replace") : Self.stale)
    case .cancel:
      context.redirect(
        to: step == .pick ? "/waves/\(id)/picking" : "/waves/\(id)/packing",
        flash: isDone ? Flash("waves.flash.without") : Self.stale)
    }
  }

  /// A photo of a check or a parcel of the wave.
  func photo(
    _ context: PageContext<SellerScope>, _ id: WaveID, _ name: String
  ) throws -> Response {
    let rows = context.reader
    guard
      try rows.first(CheckSQL.photo, id.raw, name) ?? rows.first(PackagingSQL.photo, id.raw, name)
        != nil, let response = try photos.response(name)
    else { throw Failure.notFound }
    return response
  }

  private func acts(_ context: WorkContext<SellerScope>, _ tx: SellerTransaction) -> PickActs {
    PickActs(
      waves: WaveActs(tx: tx, now: context.now, member: context.member?.id), floor: floor,
      kernel: kernel)
  }

  private func problems(
    _ context: WorkContext<SellerScope>, _ tx: SellerTransaction
  ) -> ProblemActs {
    ProblemActs(pick: acts(context, tx), postings: postings, actor: context.actor)
  }
}
