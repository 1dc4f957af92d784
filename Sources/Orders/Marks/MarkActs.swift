import Commerce
import Office
import SQL

/// What only the shop's staff see of a posting: tags, who takes care, notes. None of it changes the
/// posting's state or version.
extension PostingActs {
  /// - Returns: false where the posting has the tag already.
  /// - Throws: `Failure.notFound`; `Failure.conflict` where it has as many as it can have.
  func tag(
    _ tag: Tag, on id: PostingID, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    var marks = try marks(of: id, in: tx)
    guard !marks.tags.contains(tag) else { return false }
    guard marks.tags.count < Tag.most else {
      throw Failure.conflict(Message("marks.tooMany", ["max": "\(Tag.most)"]))
    }
    try tx.run(MarkStore.insert, tx.scope.seller, tag.text, id.raw)
    try tx.run(MarkStore.use, tx.scope.seller, tag.text)
    marks.tags.insert(tag)
    try write(marks, on: id, in: tx)
    try record(.tagged, of: id, by: actor, tag.text, at: now, in: tx)
    return true
  }

  /// - Returns: false where the posting does not have the tag.
  func untag(
    _ tag: Tag, on id: PostingID, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    var marks = try marks(of: id, in: tx)
    guard marks.tags.remove(tag) != nil else { return false }
    try tx.run(MarkStore.delete, tx.scope.seller, tag.text, id.raw)
    try tx.run(MarkStore.disuse, tx.scope.seller, tag.text)
    try write(marks, on: id, in: tx)
    try record(.untagged, of: id, by: actor, tag.text, at: now, in: tx)
    return true
  }

  /// - Parameter carer: nil takes the posting from whoever has it.
  /// - Returns: false where it is so already.
  func assign(
    _ carer: Carer?, to id: PostingID, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    var marks = try marks(of: id, in: tx)
    guard marks.carer != carer?.id else { return false }
    if let before = marks.carer {
      try tx.run(MarkStore.delete, tx.scope.seller, "@\(before)", id.raw)
    }
    if let carer { try tx.run(MarkStore.insert, tx.scope.seller, carer.mark, id.raw) }
    marks.carer = carer?.id
    try write(marks, on: id, in: tx)
    try record(
      carer == nil ? .unassigned : .assigned, of: id, by: actor, carer?.name ?? "", at: now,
      in: tx)
    return true
  }

  /// Adds a note to the timeline.
  func note(
    _ text: String, on id: PostingID, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard try PostingStore(rows: tx.reader).posting(id) != nil else { throw Failure.notFound }
    try record(.note, of: id, by: actor, text, at: now, in: tx)
  }

  /// A part that was split off has the marks of the whole.
  func copyMarks(
    of whole: PostingID, to part: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    let marks = try MarkStore(rows: tx.reader).marks(of: whole)
    for tag in marks.tags {
      try tx.run(MarkStore.insert, tx.scope.seller, tag.text, part.raw)
      try tx.run(MarkStore.use, tx.scope.seller, tag.text)
    }
    if let carer = marks.carer {
      try tx.run(MarkStore.insert, tx.scope.seller, "@\(carer)", part.raw)
    }
    if marks != Marks() { try write(marks, on: part, in: tx) }
  }

  private func marks(of id: PostingID, in tx: SellerTransaction) throws -> Marks {
    guard try PostingStore(rows: tx.reader).posting(id) != nil else { throw Failure.notFound }
    return try MarkStore(rows: tx.reader).marks(of: id)
  }

  private func write(
    _ marks: Marks, on id: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    let name = try marks.carer.map { (id) throws(SQLError) in
      try tx.first(MarkStore.name, id.raw) ?? ""
    }
    try tx.run(
      MarkStore.write, tx.scope.seller, id.raw, Tag.text(marks.tags), name ?? "")
  }
}
