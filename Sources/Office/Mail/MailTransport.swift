/// Hands a mail to whatever brings it on its way.
public protocol MailTransport: Sendable {
  /// Returns once the mail is in safe hands. Called again with the same mail after a failure or
  /// a crash, so a repeat must do no harm. It may wait: only jobs call it.
  func send(_ mail: Mail) throws(MailError)
}
