import Foundation
import Office
import OfficeTesting
import SQL
import SellerDesk
import Testing

/// Every statement that a feature declares, prepared as it will run.
@Suite("Every statement") struct StatementSweeps {
  /// Tables of the platform that are a page long, so that reading them whole is no matter.
  private static let short: Set<String> = [
    "carrier", "carrier_service", "carrier_zone", "carrier_rate", "category", "dictionary",
  ]

  @Test("prepares, and finds its rows by an index")
  func plans() throws {
    let house = try TestHouse(Modules.boot)
    let database = house.office.kernel.database
    var count = 0
    let modules = Modules.boot.modules.map { ($0.name, $0.statements) }
    for (name, statements) in modules + [("Office", OfficeBoot.statements)] {
      for statement in statements {
        count += 1
        let plan: [String]
        do {
          plan = try statement.explain(database)
        } catch {
          Issue.record("\(name) \(statement.name): \(error)")
          continue
        }
        for line in plan where Self.isScan(line, of: plan) || isWhole(line, statement.name) {
          Issue.record("\(name) \(statement.name): \(line)")
        }
      }
    }
    #expect(count > 60)
  }

  /// Tables that grow with the trade of a shop.
  private static let growing: Set<String> = [
    "handover_case", "notice", "notice_delivery", "packed_parcel", "parcel", "piece_check",
    "posting", "posting_line", "product", "product_revision", "product_shelf", "stock",
    "stock_movement", "wave_posting", "webhook_delivery",
  ]
  /// Those that are meant to read all of a shop: a count of the whole stock, the nightly plan,
  /// whether a warehouse that closes is empty, and whether a manifest that goes has cases.
  private static let whole: Set<String> = [
    "manifest.remove", "take.addAll", "take.addStocked", "urgency.rated", "warehouse.isFilled",
  ]

  /// All rows of a shop in such a table. Without statistics SQLite takes them for ten, and so for
  /// cheaper than an index that leads to few: there `likelihood` tells it.
  private func isWhole(_ line: String, _ statement: String) -> Bool {
    guard line.hasSuffix("USING PRIMARY KEY (seller_id=?)"), !Self.whole.contains(statement),
      let table = line.split(separator: " ").dropFirst().first
    else { return false }
    return Self.growing.contains(String(table.split(separator: ".").last ?? ""))
  }

  /// `SCAN p`, but not of a constant, of a subquery's result, or of a short table; a virtual table
  /// is always "scanned", by the index behind its number.
  private static func isScan(_ line: String, of plan: [String]) -> Bool {
    guard let scan = line.firstRange(of: "SCAN ") else { return false }
    let rest = line[scan.upperBound...]
    if rest.hasPrefix("CONSTANT ROW") || rest.hasPrefix("(") { return false }
    if rest.contains("VIRTUAL TABLE INDEX"), !rest.hasSuffix("INDEX 0:") { return false }
    let table = rest.prefix { $0 != " " }
    let isSubquery = plan.contains { $0 == "CO-ROUTINE \(table)" || $0 == "MATERIALIZE \(table)" }
    return !isSubquery && !short.contains(String(table))
  }

  @Test("that is a constant of a feature stands in its module's list")
  func declared() throws {
    for module in Modules.boot.modules {
      let sources = SourceRules.sources.filter { $0.target == module.name }
      let constants = sources.reduce(0) { $0 + Self.constants(in: $1.lines) }
      #expect(
        module.statements.count >= constants,
        "\(module.name): \(constants) constants, \(module.statements.count) statements")
    }
  }

  /// `static let byID = Query(...)`: the recounts of `sellerdesk check` read everything on purpose.
  private static func constants(in lines: [String]) -> Int {
    let text = lines.joined(separator: "\n")
    let pattern = #/= (Query|Command|PlatformQuery|PlatformCommand)(<[^>\n]*>)?\(/#
    return text.matches(of: pattern).count { !$0.output.0.contains("RecountRow") }
  }
}
