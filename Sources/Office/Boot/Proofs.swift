import Commerce
@_spi(Minting) import SQL

/// What `sellerdesk check` proves about the kernel's own tables.
extension Office {
  private static let keptBySellers = PlatformQuery<RecountRow>(
    "select seller_id, name, value from main.counter where value <> 0"
  ) { (seller: Int64, name: String, value: Int64) in
    RecountRow(seller: seller, name: name, value: value)
  }
  private static let keptByPlatform = PlatformQuery<RecountRow>(
    "select 0, name, value from platform_counter where value <> 0"
  ) { (seller: Int64, name: String, value: Int64) in
    RecountRow(seller: seller, name: name, value: value)
  }

  /// Holds the database against itself: integrity, references, counters, audit.
  /// - Parameter say: takes a line for each proof as it is done.
  /// - Returns: what is wrong, a line each.
  public func inspect(_ say: (String) -> Void) throws -> [String] {
    let reader = try kernel.database.makeReader()
    var problems: [String] = []
    func report(_ name: String, _ found: [String]) {
      say("\(name): \(found.isEmpty ? "in order" : "\(found.count) problems")")
      problems += found.map { "\(name): \($0)" }
    }
    report("integrity", try kernel.database.integrityCheck())
    report("references", try kernel.database.foreignKeyCheck())
    report("counters", try counterDifferences(in: reader.platform(PlatformScope())))
    let chain = try Audit.verify(reader.open)
    report("audit", chain.fault.map { ["row \($0) does not continue the chain"] } ?? [])
    return problems
  }

  private var recounts: [Recount] {
    modules.flatMap(\.recounts) + [Recount(prefix: "notices.", rows: NoticeStore.recount)]
  }

  /// Kept counters that differ from a recount, a line each.
  func counterDifferences(in reader: PlatformReader) throws(SQLError) -> [String] {
    let prefixes = recounts.map(\.prefix)
    var kept: [String: Int64] = [:]
    for row in try reader.all(Self.keptBySellers) + reader.all(Self.keptByPlatform)
    where prefixes.contains(where: row.name.hasPrefix) {
      kept["\(row.seller) \(row.name)"] = row.value
    }
    var counted: [String: Int64] = [:]
    for recount in recounts {
      if let own = recount.kept {
        for row in try reader.all(own) {
          kept["\(row.seller) \(row.name)", default: 0] += row.value
        }
      }
      for row in try reader.all(recount.rows) where row.value != 0 {
        counted["\(row.seller) \(row.name)", default: 0] += row.value
      }
    }
    return Set(kept.keys).union(counted.keys).sorted().compactMap { key in
      let (found, wanted) = (kept[key] ?? 0, counted[key] ?? 0)
      return found == wanted ? nil : "shop \(key): kept \(found), counted \(wanted)"
    }
  }
}
