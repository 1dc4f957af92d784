extension Request {
  /// Judges the five `If-` fields in the order of RFC 9110, 13.2.2, against the present state of
  /// what is asked for, after every other check and before anything is done.
  /// - Parameters:
  ///   - exists: whether there is anything at this address now.
  ///   - tag: its entity tag as it would be sent, with quotes; nil when it has none.
  ///   - modified: when it last changed, in seconds since 1970; nil when nobody knows.
  /// - Returns: 412 or 304 when that is the answer, nil to go on.
  public func failedPrecondition(
    exists: Bool = true, tag: String? = nil, modified: Int64? = nil
  ) -> Status? {
    guard head.semantics.isConditional, method != .options else { return nil }
    let current = tag.flatMap { EntityTag($0) }
    if let field = header("if-match") {
      if !matches(field, exists, current, { $0.isStrongly($1) }) { return .preconditionFailed }
    } else if let date = date("if-unmodified-since"), let modified, modified > date {
      return .preconditionFailed
    }
    let reads = method == .get || method == .head
    if let field = header("if-none-match") {
      guard matches(field, exists, current, { $0.isWeakly($1) }) else { return nil }
      return reads ? .notModified : .preconditionFailed
    }
    if reads, let date = date("if-modified-since"), let modified, modified <= date {
      return .notModified
    }
    return nil
  }

  /// Whether the ranges asked for are of the present representation (RFC 9110, 13.1.5): the tag
  /// must match strongly, a date exactly. Dates of the running second are weak (8.8.2.2).
  func ifRangeHolds(tag: EntityTag?, modified: Int64?) -> Bool {
    guard let field = header("if-range") else { return true }
    if let wanted = EntityTag(field) { return tag.map { wanted.isStrongly($0) } ?? false }
    guard let date = HTTPDate.seconds(field), let modified else { return false }
    return date == modified && modified < Clock.seconds() - 1
  }

  private func matches(
    _ field: String, _ exists: Bool, _ current: EntityTag?,
    _ isSame: (EntityTag, EntityTag) -> Bool
  ) -> Bool {
    if field == "*" { return exists }
    guard exists, let current else { return false }
    return EntityTag.list(field)?.contains { isSame($0, current) } ?? false
  }

  /// nil for no date, also for a list of them: then the condition is ignored (RFC 9110, 13.1.3).
  private func date(_ name: StaticString) -> Int64? {
    header(name).flatMap { HTTPDate.seconds($0) }
  }
}
