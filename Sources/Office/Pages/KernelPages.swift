/// The pages that the kernel shows itself.
enum KernelPages {
  static let all: [PageBinding] = [
    .page(ErrorPage.self), .page(SearchPage.self), .page(SavedViewsPage.self),
    .page(SavedViewPage.self), .page(KeysPage.self), .page(BulkListPage.self),
    .page(BulkPage.self), .page(ConfirmPage.self),
  ]
}
