import Commerce
import HTTP
import Office
import SQL
import Template

/// Puts tags on a posting and gives it to somebody of the staff.
struct MarkController: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  func tag(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    _ = try context.posting(id)
    var form = FormReader(try context.form())
    guard let tag = MarkForm.tag(&form) else {
      return try PostingController(acts: acts, carriers: carriers).again(context, id) { showing in
        showing.problems = form.problems
        showing.typedTag = form.typed("tag")
      }
    }
    let actor = context.actor
    try context.write(Act("posting.tagged", "posting", id.raw, detail: tag.text)) { tx in
      _ = try acts.tag(tag, on: id, by: actor, at: context.now, in: tx)
    }
    return back(context, id, "marks.flash.tagged", ["tag": tag.text])
  }

  func untag(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    _ = try context.posting(id)
    var form = FormReader(try context.form())
    guard let tag = MarkForm.tag(&form) else { throw Failure.invalid(form.problems) }
    let actor = context.actor
    try context.write(Act("posting.untagged", "posting", id.raw, detail: tag.text)) { tx in
      _ = try acts.untag(tag, on: id, by: actor, at: context.now, in: tx)
    }
    return back(context, id, "marks.flash.untagged", ["tag": tag.text])
  }

  func assign(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    _ = try context.posting(id)
    var form = FormReader(try context.form())
    let store = MarkStore(rows: context.reader)
    let staff = try store.staff(keeping: store.marks(of: id).carer)
    let carer = MarkForm.carer(&form, staff)
    if !form.problems.isEmpty { throw Failure.invalid(form.problems) }
    let actor = context.actor
    try context.write(
      Act("posting.assigned", "posting", id.raw, detail: carer?.id.description ?? "")
    ) { tx in _ = try acts.assign(carer, to: id, by: actor, at: context.now, in: tx) }
    return back(
      context, id, carer == nil ? "marks.flash.unassigned" : "marks.flash.assigned",
      ["name": carer?.name ?? ""])
  }

  private func back(
    _ context: WorkContext<SellerScope>, _ id: PostingID, _ flash: String,
    _ values: [String: String]
  ) -> Response {
    context.redirect(to: "/orders/\(id)", flash: Flash(flash, values))
  }
}

/// Reads a tag and a member, for one posting and for many.
enum MarkForm {
  static func tag(_ form: inout FormReader) -> Tag? {
    let text = form.text("tag", 1...100)
    if let tag = Tag(text) { return tag }
    if !form.problems.contains(where: { $0.field == "tag" }) {
      form.add("tag", "marks.error.tag", ["max": "\(Tag.longest)"])
    }
    return nil
  }

  /// Nil for nobody, and where the choice is wrong, which is a problem then.
  static func carer(_ form: inout FormReader, _ staff: [Carer]) -> Carer? {
    let text = form.text("assignee", 0...30)
    if text.isEmpty { return nil }
    let carer = staff.first { $0.id.description == text }
    if carer == nil { form.add("assignee", "form.choice") }
    return carer
  }

  static func field<C: RequestContext>(
    _ context: C, _ staff: [Carer], chosen: String
  ) -> FieldView {
    var field = FieldView("assignee", label: context.text("marks.assignee"))
    let nobody = OptionView(value: "", label: context.text("marks.nobody"), isSelected: false)
    field.options =
      [nobody]
      + staff.map { carer in
        OptionView(
          value: carer.id.description, label: carer.name,
          isSelected: carer.id.description == chosen)
      }
    return field
  }
}

extension OrdersModule {
  var markRoutes: Routes {
    let marks = MarkController(acts: acts, carriers: carriers)
    return Routes {
      $0.post("/orders/:id/tags", .requires(.noteOrders), marks.tag)
      $0.post("/orders/:id/tags/removal", .requires(.noteOrders), marks.untag)
      $0.post("/orders/:id/assignee", .requires(.noteOrders), marks.assign)
    }
  }
}
