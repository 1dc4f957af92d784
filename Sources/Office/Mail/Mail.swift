import Commerce

/// A mail as it lies in the outbox: rendered, and the same at every try to send it.
public struct Mail: Sendable, Hashable {
  /// An additional header line, such as `List-Unsubscribe`.
  public struct Header: Sendable, Hashable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The number of the outbox row. It makes the Message-ID, by which every station on the way
  /// recognises a repeat.
  public let id: Int64
  public let date: Instant
  public let from: MailAddress
  public let to: MailAddress
  public let subject: String
  /// Plain text; lines end with any of LF, CRLF, CR.
  public let text: String
  public let headers: [Header]

  /// - Parameters:
  ///   - id: 1 or more, never used for another mail.
  ///   - date: when the mail was written, not when it is sent.
  public init(
    id: Int64, date: Instant, from: MailAddress, to: MailAddress, subject: String, text: String,
    headers: [Header] = []
  ) {
    self.id = id
    self.date = date
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.headers = headers
  }

  /// `<id.mail@host>`, the host being the sender's.
  public var messageID: String { "<\(id).mail@\(from.host)>" }
}

extension Mail {
  /// The mail as the payload of a job.
  var json: JSON {
    [
      "id": .integer(id), "date": .integer(date.milliseconds), "from": from.json, "to": to.json,
      "subject": .string(subject), "text": .string(text),
      "headers": .array(headers.map { ["name": .string($0.name), "value": .string($0.value)] }),
    ]
  }

  /// Nil for what `json` did not write.
  init?(json: JSON) {
    guard let id = json["id"]?.integer, let date = json["date"]?.integer,
      let from = MailAddress(json: json["from"]), let to = MailAddress(json: json["to"]),
      let subject = json["subject"]?.string, let text = json["text"]?.string,
      let headers = json["headers"]?.array
    else { return nil }
    self.init(
      id: id, date: Instant(milliseconds: date), from: from, to: to, subject: subject, text: text,
      headers: headers.map { Header($0["name"]?.string ?? "", $0["value"]?.string ?? "") })
  }
}

extension MailAddress {
  fileprivate var json: JSON { ["address": .string(address), "name": .string(name)] }

  fileprivate init?(json: JSON?) {
    guard let address = json?["address"]?.string else { return nil }
    self.init(address, name: json?["name"]?.string ?? "")
  }
}
