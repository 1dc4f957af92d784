import Commerce
import Foundation
import SQL
import Testing

@testable import Office

/// A database in a folder of its own, gone with the value.
final class ScratchDatabase {
  let database: Database
  private let folder: String

  init(_ migrations: [Migration]) throws {
    folder =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("office-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    database = try Database.open(path: "\(folder)/test.sqlite", migrations: migrations)
  }

  deinit {
    database.close()
    try? FileManager.default.removeItem(atPath: folder)
  }
}

@Suite("audit")
struct AuditTests {
  private let scratch: ScratchDatabase
  private var database: Database { scratch.database }

  init() throws { scratch = try ScratchDatabase(AuditSchema.migrations) }

  private func entry(_ act: String, _ id: Int64 = 5) -> AuditEntry {
    AuditEntry(
      at: Instant(milliseconds: 1_795_000_000_000), actor: .member(17), address: "192.0.2.0",
      act: act, object: "product", objectID: id, shop: 7, detail: "price",
      before: ["price": 100], after: ["price": 90], reason: "sale")
  }

  private func append(_ acts: String...) throws {
    for act in acts {
      let entry = entry(act)
      try database.writer.write { try Audit.append(entry, in: $0) }
    }
  }

  private func verify() throws -> Audit.Proof { try Audit.verify(database.makeReader().open) }

  @Test("what was done is there, the latest first, and the chain holds")
  func history() throws {
    #expect(
      try verify() == Audit.Proof(rows: 0, hash: [UInt8](repeating: 0, count: 32), fault: nil))
    try append("products.created", "products.price.changed")
    let history = try Audit.history(of: "product", 5, database.makeReader().open, limit: 9)
    #expect(history.map(\.act) == ["products.price.changed", "products.created"])
    #expect(history.map(\.number) == [2, 1])
    #expect(history.first?.actor == "member:17")
    #expect(history.first?.after == #"{"price":90}"#)
    let proof = try verify()
    #expect(proof.rows == 2)
    #expect(proof.fault == nil)
  }

  @Test("an act that is undone leaves no entry, and the chain goes on")
  func undone() throws {
    struct Undo: Error {}
    try append("a")
    let entry = entry("undone")
    #expect(throws: Undo.self) {
      try database.writer.write { transaction in
        try Audit.append(entry, in: transaction)
        throw Undo()
      }
    }
    try append("b")
    let proof = try verify()
    #expect(proof.rows == 2)
    #expect(proof.fault == nil)
  }

  private static let update = Command("update main.audit set reason = 'other' where id = 1")
  private static let delete = Command("delete from main.audit where id = 1")

  @Test("rows are neither changed nor deleted", arguments: [update, delete])
  func appendOnly(command: Command) throws {
    try append("a")
    let error = #expect(throws: SQLError.self) {
      try database.writer.write { try $0.open.run(command) }
    }
    #expect(error?.message.contains("the audit is never") == true)
    #expect(try verify().rows == 1)
  }

  @Test(
    "what is changed behind the triggers is found at its row",
    arguments: [
      ("update audit set reason = 'other' where id = 2", 2),
      ("update audit set shop = null where id = 3", 3),
      ("update audit set at = at + 1 where id = 1", 1),
      ("delete from audit where id = 2", 3),
      ("update audit set hash = zeroblob(32) where id = 2", 2),
      ("update audit set id = 9 where id = 3", 9),
    ])
  func tampered(sql: String, fault: Int64) throws {
    let migrations =
      AuditSchema.migrations + [
        Migration("fill", Self.threeRows),
        Migration(
          "tamper",
          "drop trigger audit_is_never_changed; drop trigger audit_is_never_shortened; \(sql);"),
      ]
    let scratch = try ScratchDatabase(migrations)
    #expect(try Audit.verify(scratch.database.makeReader().open).fault == fault)
  }

  /// Three rows with right hashes.
  private static let threeRows: String = {
    var previous = [UInt8](repeating: 0, count: 32)
    return (1...3).map { number -> String in
      let entry = AuditEntry(
        at: Instant(milliseconds: 1), actor: .visitor, address: "", act: "a", object: "o",
        objectID: 1, shop: 1)
      previous = AuditRecord(entry, number: Int64(number)).hash(after: previous)
      return """
        insert into audit (id, at, actor, address, act, object, object_id, shop, hash)
        values (\(number), 1, 'visitor', '', 'a', 'o', 1, 1, x'\(Hex.encode(previous))');
        """
    }.joined()
  }()

  @Test("many writers make one chain")
  func parallel() async throws {
    let database = database
    let entry = entry("a")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<25 {
            do { try database.writer.write { try Audit.append(entry, in: $0) } } catch {
              Issue.record(error)
            }
          }
        }
      }
    }
    let proof = try verify()
    #expect(proof.rows == 200)
    #expect(proof.fault == nil)
  }
}
