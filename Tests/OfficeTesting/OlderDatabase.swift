import Foundation
import SQL

/// A database from before a table was rebuilt, with rows in it, brought up to date. It disappears
/// with this.
public final class OlderDatabase {
  public struct NoSuchMigration: Error {}

  public let database: Database
  private let folder: String

  /// - Parameters:
  ///   - first: the name of the first migration that finds the rows there.
  ///   - rows: SQL that writes them.
  public init(_ migrations: [Migration], before first: String, rows: String) throws {
    guard let place = migrations.firstIndex(where: { $0.name == first }) else {
      throw NoSuchMigration()
    }
    folder = NSTemporaryDirectory() + "older-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/data.sqlite"
    let old = migrations[..<place] + [Migration("rows of the time", rows)]
    try Database.open(path: path, migrations: Array(old)).close()
    database = try Database.open(path: path, migrations: Array(old + migrations[place...]))
  }

  deinit {
    database.close()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
