import Commerce
import HTTP
import Office
import SQL

struct MailController: Sendable {
  /// The newest fifty; reading the folder is slow, so the route runs on a worker.
  func list(_ context: PageContext<PlatformScope>) throws -> Response {
    let sent = try context.kernel.sentMails(limit: 50)
    let views = sent.map { mail in
      SentMailView(
        subject: mail.subject, to: mail.to, time: mail.date.map(context.time) ?? "–",
        text: mail.text)
    }
    let blank = BlankView(
      title: context.text("security.mail.blank.title"),
      text: context.text("security.mail.blank.text"))
    return context.render(MailPage(mails: views, blank: views.isEmpty ? blank : nil))
  }
}
