import Commerce
import Office
import SQL

/// Labels that a program asked for: the run that printed them, on one paper, as one file.
struct LabelJob: Sendable {
  typealias Number = ID<LabelJob>

  /// A posting that got no label.
  struct Unprinted: Sendable, Hashable {
    let number: String
    let reason: String
  }

  /// So long the link to the file opens it: there are addresses of buyers in it.
  static let lifetime = Duration.hours(24)
  static let purpose = "orders.labels"

  let id: Number
  /// Nil where not one could be printed.
  let run: PrintRun.Number?
  let size: LabelSize
  let printed: Int64
  let unprinted: [Unprinted]
  let at: Instant

  /// Whether the file is to be had at that time.
  func isOpen(at now: Instant) -> Bool { run != nil && now < at + Self.lifetime }
}

extension LabelJob {
  static let migration = Migration(
    "2026-11-28 documents: tasks that print labels",
    """
    create table label_task (
      seller_id integer not null references seller (id),
      id integer not null,
      run_id integer,
      size text not null check (size in ('large', 'small', 'sheet')),
      printed integer not null check (printed >= 0),
      -- Pairs of a posting's number and why it has no label, as JSON.
      unprinted text not null,
      created_at integer not null,
      primary key (seller_id, id),
      foreign key (seller_id, run_id) references print_run (seller_id, id)
    ) strict, without rowid;
    create index label_task_of_run on label_task (seller_id, run_id);
    """)

  static let byID = Query<LabelJob>(
    "select id, run_id, size, printed, unprinted, created_at from label_task where id = ?"
  ) {
    (id: Int64, run: Int64?, size: LabelSize, printed: Int64, unprinted: String, at: Int64) in
    LabelJob(
      id: Number(raw: id), run: run.map(PrintRun.Number.init(raw:)), size: size, printed: printed,
      unprinted: Unprinted.all(unprinted), at: Instant(milliseconds: at))
  }
  private static let insert = Command(
    """
    insert into main.label_task
      (seller_id, id, run_id, size, printed, unprinted, created_at)
    values (?, ?, ?, ?, ?, ?, ?)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("LabelJob.byID", byID), ("LabelJob.insert", insert),
  ]

  func insert(in tx: SellerTransaction) throws(SQLError) {
    let pairs = unprinted.map { JSON.array([.string($0.number), .string($0.reason)]) }
    try tx.run(
      Self.insert, tx.scope.seller, id.raw, run?.raw, size, printed, JSON.array(pairs).text,
      at.milliseconds)
  }
}

extension LabelJob.Unprinted {
  fileprivate static func all(_ text: String) -> [Self] {
    let pairs = (try? JSON(parsing: Array(text.utf8)))?.array ?? []
    return pairs.compactMap { pair in
      guard let words = pair.array, words.count == 2, let number = words[0].string,
        let reason = words[1].string
      else { return nil }
      return Self(number: number, reason: reason)
    }
  }
}
