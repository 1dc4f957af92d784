import Commerce
import HTTP
import Office

/// Reads a new paper.
struct CertificateForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// - Parameter today: a paper that is over already is refused.
  mutating func paper(
    _ id: CertificateID, scan: String, today: LocalDate
  ) throws(InvalidForm) -> Certificate {
    let kind = reader.choice("kind", Certificate.Kind.self)
    let number = reader.text("number", 1...100)
    let issuer = reader.text("issuer", 0...200)
    let typed = reader.typed("expires")
    let expires = LocalDate(iso: typed)
    if typed.isEmpty {
      reader.add("expires", "form.required")
    } else if let expires, expires < today {
      reader.add("expires", "certificates.error.over")
    } else if expires == nil {
      reader.add("expires", "certificates.error.date")
    }
    try reader.check()
    return Certificate(
      id: id, kind: kind ?? .other, number: number, issuer: issuer, expires: expires ?? today,
      scan: scan)
  }

  mutating func add(_ problems: [Problem]) {
    for problem in problems {
      reader.add("scan", problem.message.key, problem.message.values)
    }
  }
}
