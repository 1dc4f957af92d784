/// The pages that the kernel shows itself.
enum KernelPages {
  static let all: [PageBinding] = [
    .page(ErrorPage.self), .page(SearchPage.self), .page(SavedViewsPage.self),
    .page(SavedViewPage.self), .page(KeysPage.self), .page(BulkListPage.self),
    .page(BulkPage.self), .page(ConfirmPage.self), .page(NoticesPage.self),
    .page(NoticeChoicesPage.self), .page(UnsubscribePage.self), .mail(NoticeMail.self),
    .mail(DigestMail.self), .page(ContactsPage.self), .page(DeliveriesPage.self),
    .page(ConfirmationPage.self), .mail(ContactCheckMail.self), .page(WebhooksPage.self),
    .page(WebhookPage.self),
  ]
}
