import Commerce
import Office
import Template

/// The first step of a new product: the category, since it decides which fields there are.
struct CategoryPage: Page {
  static let template = "products/category"

  let search: String
  let branches: [BranchView]
  let blank: BlankView?

  static let fields: [Field<CategoryPage>] = [
    .text("search") { $0.search },
    .list("branches") { $0.branches },
    .optional("blank") { $0.blank },
  ]
}

struct BranchView: View {
  let name: String
  let leaves: [OptionView]

  static let fields: [Field<BranchView>] = [
    .text("name") { $0.name },
    .list("leaves") { $0.leaves },
  ]
}

extension CategoryName {
  /// The open categories by branch, as far as their names have every word of the search: a leaf's
  /// own name or that of its branch. Branches of which nothing is left are not there.
  /// - Parameter search: as it was typed; empty for all.
  static func branches(
    _ names: [CategoryName], search: String, _ locale: Locale
  ) -> [BranchView] {
    let words = plain(search).split(separator: " ")
    return names.filter { $0.parent == nil }.compactMap { branch in
      let leaves = names.filter { leaf in
        guard leaf.parent == branch.id, !leaf.isClosed else { return false }
        let text = plain("\(branch.name[locale]) \(leaf.name[locale])")
        return words.allSatisfy { text.contains($0) }
      }
      guard !leaves.isEmpty else { return nil }
      return BranchView(
        name: branch.name[locale],
        leaves: leaves.map {
          OptionView(value: $0.id.description, label: $0.name[locale], isSelected: false)
        })
    }
  }

  /// In small letters; Russian readers write "е" for "ё".
  private static func plain(_ text: String) -> String {
    String(text.lowercased().map { $0 == "ё" ? "е" : $0.isWhitespace ? " " : $0 })
  }
}
