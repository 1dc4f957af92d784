import Commerce
import Office

extension ProductEditor {
  /// The category that the product leaves with this form; nil where it stays.
  func oldCategory(_ form: ProductForm) throws -> Category? {
    let old = revision.content.category
    guard let new = form.category, new.id != old else { return nil }
    return try CategoryStore(rows: context.open).category(old)
  }
}
