import Glibc
import Office
import SQL

extension Command {
  static let importOlist = Command(
    "import olist", "Takes over the Olist data set; run again, it goes on where it was.",
    operands: ["FOLDER"], flags: [.data, .home]
  ) { arguments in
    let folder = try OlistFolder(arguments.operands[0])
    let configuration = try Configuration(arguments)
    let lock = try DataLock(configuration.data)
    let office = try Modules.boot.office(configuration, isForBulk: true)
    defer { withExtendedLifetime(lock) { office.kernel.database.close() } }
    // Without checkpoints beside it the log would grow to the size of everything imported.
    try office.kernel.database.startCheckpoints()
    let log = try ImportLog(path: "\(configuration.data)/import-olist.log")
    var olist = try OlistImport(kernel: office.kernel, folder: folder, log: log)
    let progress = ImportProgress()
    olist.pulse = progress.step
    let counts = try olist.run(password: ImportSummary.password)
    for line in ImportSummary.lines(counts, log, progress.seconds) { Console.say(line) }
    let example = try olist.busiestOwner()
    for line in ImportSummary.signIn(configuration.data, example) { Console.say(line) }
  }
}

/// Tells the person at the terminal how far it is, once a second, and hears their Ctrl-C.
final class ImportProgress {
  private let start = MonotonicClock.nanoseconds()
  private var told: Int64 = 0

  var seconds: Double { Double(MonotonicClock.nanoseconds() - start) / 1e9 }

  func step(_ line: String) throws {
    let now = MonotonicClock.nanoseconds()
    if now - told > 1_000_000_000 {
      told = now
      Console.say(line)
    }
    if Interruption.hasCome() {
      throw ImportError("Stopped; what is in stays in. Run the same command to go on.")
    }
  }
}

/// The time since some fixed moment, for measuring.
enum MonotonicClock {
  static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
