/// Hands mails to whatever brings them on their way.
public protocol MailTransport: Sendable {
  /// Returns once the mails are in safe hands, with the failures by the mails' numbers. Called
  /// again with the same mail after a failure or a crash, so a repeat must do no harm. It may
  /// wait: only jobs call it.
  func send(_ mails: [Mail]) -> [Int64: MailError]
}

extension MailTransport {
  /// One mail.
  func send(_ mail: Mail) throws(MailError) {
    if let failure = send([mail])[mail.id] { throw failure }
  }
}
