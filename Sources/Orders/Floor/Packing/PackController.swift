import Commerce
import HTTP
import Office
import SQL

/// The packing table.
struct PackController: Sendable {
  let kernel: Kernel
  let floor: any WarehouseFloor
  let postings: PostingActs

  private var photos: PhotoStore { PhotoStore(kernel, folder: "floor") }

  func show(_ context: PageContext<SellerScope>, _ id: WaveID) throws -> Response {
    let query = context.request.query
    let asked = query.first("posting").flatMap { PostingID(text: $0) }
    let packed = query.first("packed").flatMap { PostingID(text: $0) }
    return context.render(
      try PackDesk(WaveDesk(context, floor, id)).page(asked, after: packed))
  }

  /// The box is closed.
  func create(_ context: WorkContext<SellerScope>, _ id: WaveID) throws -> Response {
    var form = FormReader(try context.form())
    let posting = PostingID(text: form.typed("posting"))
    let desk = try WaveDesk(context, floor, id)
    guard let posting else { throw InvalidForm("posting", Message("form.choice")) }
    let tote = desk.postings.first { $0.id == posting }
    let packed = context.redirect(
      to: "/waves/\(id)/packing?packed=\(posting)",
      flash: Flash("waves.flash.packed", ["number": tote?.number ?? ""]))
    do {
      let draft = try draft(&form)
      // The same form once more, as a double press sends it.
      if tote?.state == .packed { return packed }
      return try context.answering(posting) {
        try context.write(Act("waves.packed", "posting", posting.raw)) { tx in
          try PackActs(
            waves: WaveActs(tx: tx, now: context.now, member: context.member?.id),
            postings: postings, floor: floor, kernel: kernel, actor: context.actor
          ).close(draft, of: posting, in: id)
        }
        return packed
      }
    } catch let invalid as InvalidForm {
      var table = PackDesk(desk)
      table.typed = form
      table.problems = invalid.problems
      return context.render(try table.page(posting), status: .unprocessable)
    }
  }

  private func draft(_ form: inout FormReader) throws -> PackedBox {
    let box = PackagingID(text: form.typed("box"))
    if box == nil { form.add("box", "form.choice") }
    let weight = form.integer("weight", 1...1_000_000, required: true)
    let points = CheckPoint.allCases.filter { form.typed("check_\($0.rawValue)") == "1" }
    let isGift = form.typed("gift") == "1"
    let photo = try photos.insert("photo", of: &form) ?? ""
    try form.check()
    guard let box, let weight else { throw InvalidForm(form.problems) }
    return PackedBox(
      box: box, weightGrams: weight, points: Set(points), photo: photo, isGift: isGift)
  }
}
