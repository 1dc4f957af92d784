/// Hands a mail to whatever brings it on its way.
public protocol MailTransport: Sendable {
  /// Returns once the mail is in safe hands. Called again with the same mail after a failure or
  /// a crash, so a repeat must do no harm. It may wait: only jobs call it.
  func send(_ mail: Mail) throws(MailError)
}

/// A transport for which many mails are cheaper together, and a repeat leaves no second copy.
public protocol BatchMailTransport: MailTransport {
  /// The failures by the mails' numbers.
  func send(_ mails: [Mail]) -> [Int64: MailError]
}

extension BatchMailTransport {
  public func send(_ mail: Mail) throws(MailError) {
    if let failure = send([mail])[mail.id] { throw failure }
  }
}
