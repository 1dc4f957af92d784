import Glibc
@_spi(Testing) import Office
import SQL
import Synchronization

/// What all offices of the same modules begin with, made once in a process: templates and strings
/// as read, and a database whose migrations have run, to be copied.
public struct Prepared: Sendable {
  private let reading: OfficeBoot.Reading
  private let database: [UInt8]

  private static let all = Mutex<[String: Prepared]>([:])

  /// Opens an office on a data folder; a new folder is given the prepared database.
  public static func office(
    _ boot: OfficeBoot, _ configuration: Configuration, clock: Clock,
    log: (@Sendable (String) -> Void)? = nil
  ) throws -> Office {
    let prepared = try of(boot, home: configuration.home)
    try prepared.fill(configuration.data)
    return try boot.office(configuration, clock: clock, reading: prepared.reading, log: log)
  }

  /// Puts the prepared database into a data folder that has none.
  public static func fill(_ boot: OfficeBoot, _ configuration: Configuration) throws {
    try of(boot, home: configuration.home).fill(configuration.data)
  }

  /// By name of the modules: whoever asks while it is made waits for it.
  private static func of(_ boot: OfficeBoot, home: String) throws -> Prepared {
    let name = boot.modules.map { String(reflecting: $0) }.joined(separator: " ") + " " + home
    return try all.withLock { known in
      if let made = known[name] { return made }
      let made = try Prepared(boot, home: home)
      known[name] = made
      return made
    }
  }

  private init(_ boot: OfficeBoot, home: String) throws {
    reading = try boot.reading(home: home)
    let folder = "\(OfficeClient.disk)/office-prepared-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let configuration = Configuration(data: folder, home: home)
    try boot.open(configuration).close()
    let path = "\(folder)/sellerdesk.sqlite"
    database = try Files.read(path)
    for file in try Files.list(folder) { unlink("\(folder)/\(file)") }
    rmdir(folder)
  }

  private func fill(_ folder: String) throws {
    let path = "\(folder)/sellerdesk.sqlite"
    guard access(path, F_OK) != 0 else { return }
    try Files.makeFolder(folder)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard file >= 0, write(file, database, database.count) == database.count else {
      throw BootError("\(path) can't be written")
    }
    close(file)
  }
}
