import Commerce
import HTTP
import Office
import SQL

/// Bins and handling classes.
struct BinsController: Sendable {
  /// Pasted lines or a file, and the form around them.
  static let bodyLimit = 2 << 20

  let floor: any WarehouseFloor

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try BinsBuilder(context, floor).page())
  }

  /// Saves the rows of a page that differ from what is stored.
  func update(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = BinForm(try context.form())
    var builder = BinsBuilder(context, floor)
    do {
      let place = try place(form.reader, context.reader)
      let edits = try form.edits()
      try context.write(Act("bins.saved", "warehouse", place.raw)) { tx in
        try save(edits, place, tx)
      }
      return context.redirect(
        to: Self.path(place, form.reader), flash: Flash("bins.flash.saved"))
    } catch let invalid as InvalidForm {
      builder.typed = form.reader
      builder.problems = invalid.problems
      return context.render(try builder.page(), status: .unprocessable)
    }
  }

  private static func path(_ place: WarehouseID, _ form: FormReader) -> String {
    "/bins?warehouse=\(place)" + (form.typed("order") == "walk" ? "&order=walk" : "")
  }

  private func place(
    _ form: FormReader, _ rows: SellerReader
  ) throws -> WarehouseID {
    let id = WarehouseID(text: form.typed("warehouse"))
    _ = form.typed("order")
    guard let place = try floor.places(in: rows).first(where: { $0.id == id }) else {
      throw Failure.notFound
    }
    return place.id
  }

  private func save(_ edits: [BinEdit], _ place: WarehouseID, _ tx: SellerTransaction) throws {
    let ids = edits.map(\.product)
    guard try floor.items(ids, in: tx.reader).count == Set(ids).count else {
      throw Failure.notFound
    }
    let store = BinStore(rows: tx.reader)
    let bins = try store.bins(of: ids, in: place)
    let classes = try store.classes(of: ids)
    for edit in edits {
      let old = bins[edit.product] ?? .none
      if edit.bin != old.name || edit.spare != old.spare {
        let zone = edit.bin == old.name ? old.zone : ""
        try BinStore.put(
          Bin(edit.bin, spare: edit.spare, zone: zone), of: edit.product, in: place, tx)
      }
      if edit.handling != classes[edit.product] ?? .normal {
        try BinStore.set(edit.handling, of: edit.product, in: tx)
      }
    }
  }

  /// A pasted list, or a file of the same.
  func take(_ context: WorkContext<SellerScope>) throws -> Response {
    let form = BinForm(try context.form())
    let text = form.reader.typed("lines")
    let file = form.reader.fields.files("file").first
    var builder = BinsBuilder(context, floor)
    do {
      let place = try place(form.reader, context.reader)
      let bytes = try file?.content.bytes(upTo: Self.bodyLimit) ?? Array(text.utf8)
      let list = BinImport(bytes)
      guard !list.lines.isEmpty || !list.problems.isEmpty else {
        throw InvalidForm("lines", Message("form.required"))
      }
      let count = list.lines.count
      try context.write(Act("bins.imported", "warehouse", place.raw, detail: "\(count)")) { tx in
        var lines = list
        try lines.write(to: place, floor, in: tx)
      }
      return context.redirect(
        to: Self.path(place, form.reader),
        flash: Flash("bins.flash.imported", ["count": "\(count)"]))
    } catch let refused as BinImportRefused {
      builder.problems = refused.problems.prefix(50).map { Problem("lines", $0.message) }
    } catch let invalid as InvalidForm {
      builder.problems = invalid.problems
    }
    builder.typed = form.reader
    return context.render(try builder.page(), status: .unprocessable)
  }

  /// Somebody has counted.
  func settle(_ context: WorkContext<SellerScope>, _ id: CountNoteID) throws -> Response {
    let form = BinForm(try context.form())
    let place = try place(form.reader, context.reader)
    try context.write(Act("bins.counted", "count-note", id.raw)) { tx in
      let changed = try tx.run(
        BinSQL.settle, tx.scope.seller, id.raw, context.now.milliseconds)
      if changed == 0 { throw Failure.notFound }
    }
    return context.redirect(to: "/bins?warehouse=\(place)", flash: Flash("bins.flash.counted"))
  }
}

enum CountNoteEntity {}
typealias CountNoteID = ID<CountNoteEntity>
