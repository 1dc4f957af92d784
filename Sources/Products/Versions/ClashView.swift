import Commerce
import Office
import Template

/// What somebody else saved beside what was typed over it, field by field.
struct ClashView: View {
  let changesNote: String
  let changes: [ChangeView]
  let liveName: String
  let newName: String

  static let fields: [Field<ClashView>] = [
    .text("changesNote") { $0.changesNote },
    .list("changes") { $0.changes },
    .text("liveName") { $0.liveName },
    .text("newName") { $0.newName },
  ]
}

extension ProductEditor {
  /// nil where nothing of what was typed differs from what is stored.
  func clash(_ typed: FormValues, _ category: Category, _ names: [CategoryName]) -> ClashView? {
    let labels = FieldLabels(category: category, locale: context.locale, text: context.text)
    let shown = { (values: FormValues, name: String) -> String in
      let value = values[name]
      if name == "category" {
        return names.first { $0.id.description == value }?.name[context.locale] ?? value
      }
      guard name.hasPrefix("attribute_") else { return value }
      let attribute = category.attribute(String(name.dropFirst("attribute_".count)))
      return attribute?.text(value, context.locale, yes: context.text("products.yes")) ?? value
    }
    let changes = stored.names.intersection(typed.names).sorted().compactMap {
      name -> ChangeView? in
      let (old, new) = (shown(stored, name), shown(typed, name))
      guard old != new, !isSameAmount(old, new) else { return nil }
      let pieces = TextDiff.pieces(from: old, to: new)
      let side = { (other: TextDiff.Change) in
        pieces.filter { $0.change != other }.map { SegmentView(text: $0.text, change: $0.change) }
      }
      return ChangeView(name: labels.label(of: name), old: side(.added), new: side(.removed))
    }
    if changes.isEmpty { return nil }
    return ClashView(
      changesNote: context.text("versions.changes", count: Int64(changes.count)),
      changes: changes, liveName: context.text("versions.clash.saved"),
      newName: context.text("versions.clash.typed"))
  }

  /// "2 490.00" and "2490" are the same price.
  private func isSameAmount(_ a: String, _ b: String) -> Bool {
    guard let a = try? Money(parsing: a, currency: currency) else { return false }
    return (try? Money(parsing: b, currency: currency)) == a
  }
}
