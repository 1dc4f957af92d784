import Commerce
import Office
import SQL

extension OlistImport {
  /// Streams the reviews of the orders that are in the house.
  mutating func importReviews() throws {
    var waiting: [SourceReview] = []
    try folder.reviews.forEachRow(ReviewColumn.self, log) { row in
      waiting.append(try SourceReview(row, orderIDs, zone))
      if waiting.count >= batch { try write(&waiting) }
    }
    try write(&waiting)
  }

  private mutating func write(_ waiting: inout [SourceReview]) throws {
    guard !waiting.isEmpty else { return }
    let reviews = waiting
    waiting.removeAll(keepingCapacity: true)
    let new = try kernel.database.writer.write { transaction in
      try reviews.reduce(0) { count, review in
        count
          + (try transaction.open.run(
            ImportSQL.insertReview, review.key.text, review.order, review.score, review.title,
            review.message, review.created.milliseconds, review.answered?.milliseconds))
      }
    }
    counts.reviews.new += new
    counts.reviews.known += reviews.count - new
    try pulse("reviews: \(counts.reviews.total)")
  }
}
