import Glibc
import Office
import SQL

extension Command {
  static let backup = Command(
    "backup", "Copies the database into FILE, also while it serves.", operands: ["FILE"],
    flags: [.data]
  ) { arguments in
    let file = arguments.operands[0]
    let database = try Modules.boot.open(Configuration(arguments))
    try database.backup(to: file)
    database.close()
    Console.say("The backup is in \(file).")
  }

  static let check = Command(
    "check", "Holds the database against itself: integrity, references, counters, audit.",
    flags: [.data, .home]
  ) { arguments in
    let office = try Modules.boot.office(Configuration(arguments))
    let problems = try office.inspect(Console.say)
    office.kernel.database.close()
    guard problems.isEmpty else { throw BootError(problems) }
  }
}
