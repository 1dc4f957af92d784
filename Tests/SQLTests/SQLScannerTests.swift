import Testing

@testable import SQL

@Suite("The scanner of qualifiers")
struct SQLScannerTests {
  static let texts: [(String, qualified: Int, targets: Int)] = [
    ("select 1 from product", 0, 0),
    ("select 1 from main.product", 1, 0),
    ("update main.product set x = 1", 1, 1),
    ("UPDATE OR IGNORE \"MAIN\" . product set x = 1", 1, 1),
    ("insert into [main].product values (1)", 1, 1),
    ("replace into `main`.product values (1)", 1, 1),
    ("delete from main.product", 1, 1),
    ("delete /* x */ from -- y\n main /* . */ . product", 1, 1),
    ("delete from 'main'.product", 1, 1),
    ("update main.product set x = (select y from main.product)", 2, 1),
    ("update main.product set x = 'main.product'", 1, 1),
    ("update main.product set x = '''main.' || \"main.x\"", 1, 1),
    ("update main.product set x = 1 -- main.product", 1, 1),
    ("update main.product set x = 1 /* main.product", 1, 1),
    ("update domain.product set x = mainly.y", 0, 0),
    ("select main from product", 0, 0),
    ("select 'into' main.product", 1, 0),
    ("with d as (delete) select 1 from main.product", 1, 0),
    ("", 0, 0),
    ("'main", 0, 0),
    ("main.", 1, 0),
  ]

  @Test("it counts `main.` as SQLite reads it", arguments: texts)
  func counts(text: String, qualified: Int, targets: Int) {
    let found = SQLScanner.findings(in: text)
    #expect(found.qualified == qualified)
    #expect(found.targets == targets)
  }

  @Test("blanks, comments and semicolons are nothing")
  func blanks() {
    #expect(SQLScanner.isBlank(" ;; -- x\n /* y */ \t"))
    #expect(!SQLScanner.isBlank("; select 1"))
    #expect(!SQLScanner.isBlank("."))
  }
}
