import Office
import Template

/// The first step of a new product: the category, since it decides which fields there are.
struct CategoryPage: Page {
  static let template = "products/category"

  let branches: [BranchView]

  static let fields: [Field<CategoryPage>] = [.list("branches") { $0.branches }]
}

struct BranchView: View {
  let name: String
  let leaves: [OptionView]

  static let fields: [Field<BranchView>] = [
    .text("name") { $0.name },
    .list("leaves") { $0.leaves },
  ]
}
