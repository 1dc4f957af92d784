import Office
import SQL
import Testing

@testable import Orders

@Suite("Statements of orders") struct StatementTests {
  @Test("every statement can be prepared, and none reads a tenant table from end to end")
  func plans() throws {
    let house = try OrdersHouse()
    let database = house.office.kernel.database
    let tenants = [
      "posting", "posting_line", "posting_event", "posting_recipient", "parcel", "parcel_line",
      "parcel_event", "manifest", "manifest_parcel", "handover_case", "shipping_rule",
      "carrier_record",
    ]
    for check in OrdersStatements.all {
      for line in try check.explain(database) {
        let words = line.split(separator: " ")
        guard words.first == "SCAN", let table = words.dropFirst().first else { continue }
        #expect(!tenants.contains(String(table)), "\(check.name): \(line)")
      }
    }
  }

  @Test("another order of the same is found by its fingerprint, not among all of these minutes")
  func twins() throws {
    let plan = try OrdersHouse().reader().explain(CheckReader.twin)
    #expect(plan.count == 1 && plan.first?.contains("posting_by_fingerprint") == true, "\(plan)")
  }

  @Test("every tab is one range of one index, without a sort")
  func tabs() throws {
    let house = try OrdersHouse()
    let reader = try house.reader()
    let indices = [
      "open": "posting_open", "all": "posting_by_placed", "late": "posting_late",
      "held": "posting_held", "back": "posting_back", "red": "posting_red",
      "answered": "posting_answered", "lost": "posting_lost",
    ]
    let places = [nil, PostingCursor(at: 1, id: 1), PostingCursor(at: 1, id: 1, isBackwards: true)]
    for tab in OrdersTab.allCases {
      for cursor in places {
        let plan = try reader.explain(
          PostingStore.query(PostingFilter(shelf: tab.shelf, cursor: cursor)))
        #expect(plan.count == 1, "\(tab): \(plan)")
        #expect(plan.first?.hasPrefix("SEARCH") == true, "\(tab): \(plan)")
        let index = indices[tab.rawValue] ?? "posting_by_due"
        #expect(plan.first?.contains(index) == true, "\(tab): \(plan)")
      }
    }
  }
}
