extension Kernel {
  /// Where mails go: a folder of the data by default, else the system's sendmail.
  public func mailTransport() throws(MailError) -> any MailTransport {
    if configuration.mail == "maildir" { return try mailFolder() }
    return SendmailTransport(path: configuration.mail)
  }

  /// The newest mails that went into the folder; none where a sendmail takes them.
  public func sentMails(limit: Int) throws(MailError) -> [StoredMail] {
    guard configuration.mail == "maildir" else { return [] }
    return try mailFolder().newest(limit)
  }

  private func mailFolder() throws(MailError) -> MaildirTransport {
    try MaildirTransport(folder: "\(configuration.data)/mail")
  }
}
