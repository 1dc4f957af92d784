import Commerce

/// Who or what a `Certificate` is.
enum CertificateEntity {}
typealias CertificateID = ID<CertificateEntity>

/// A paper that a listing needs to be sold, with the last day on which it holds.
struct Certificate: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case declaration, conformity, registration, trademark, other
  }

  /// How far its end is.
  enum Stage: Sendable, Hashable {
    case valid
    /// It ends within `warning` days.
    case ending
    case over
  }

  /// The shop is warned this many days before the end.
  static let warning = 30

  let id: CertificateID
  let kind: Kind
  let number: String
  let issuer: String
  let expires: LocalDate
  /// The name of the scan's file; empty where there is none.
  let scan: String

  func stage(on today: LocalDate) -> Stage {
    let left = expires.daysSince1970 - today.daysSince1970
    return left < 0 ? .over : left <= Self.warning ? .ending : .valid
  }

  /// Whether every kind of paper among these has one that holds: else the listing is off sale.
  static func covers(_ papers: [Certificate], on today: LocalDate) -> Bool {
    let over = Set(papers.filter { $0.stage(on: today) == .over }.map(\.kind))
    return over.isSubset(of: papers.filter { $0.stage(on: today) != .over }.map(\.kind))
  }
}
