import Template

/// To one person: something happened.
struct NoticeMail: MailView {
  static let template = "notices/mail"

  let title: String
  let text: String
  let href: String
  /// Where mails of the kind are ended; empty where they can't be.
  let leave: String

  static let fields: [Field<NoticeMail>] = [
    .text("title") { $0.title },
    .text("text") { $0.text },
    .text("href") { $0.href },
    .flag("mayLeave") { !$0.leave.isEmpty },
    .text("leave") { $0.leave },
  ]
}

/// To one person: what happened in their quiet hours.
struct DigestMail: MailView {
  static let template = "notices/digest"

  let title: String
  let lines: [DigestLine]
  let href: String

  static let fields: [Field<DigestMail>] = [
    .text("title") { $0.title },
    .list("lines") { $0.lines },
    .text("href") { $0.href },
  ]
}

struct DigestLine: View {
  let text: String
  let href: String

  static let fields: [Field<DigestLine>] = [
    .text("text") { $0.text },
    .text("href") { $0.href },
  ]
}
