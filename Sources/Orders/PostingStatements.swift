import SQL

/// What the state machine, its timers and payments ask of the database.
enum PostingStatements {
  static let all: [(String, any SQLStatement)] = [
    ("PostingActs.remind", PostingActs.remind),
    ("PostingActs.deleteParcels", PostingActs.deleteParcels),
    ("PostingTimers.due", PostingTimers.due), ("PostingTimers.postpone", PostingTimers.postpone),
    ("PaymentActs.ofOrder", PaymentActs.ofOrder), ("PaymentActs.setOrder", PaymentActs.setOrder),
    ("PaymentActs.setPosting", PaymentActs.setPosting),
    ("CheckReader.twin", CheckReader.twin), ("CheckReader.fingerprint", CheckReader.fingerprint),
    ("OrderRules.ofShop", OrderRules.ofShop), ("OrderRules.save", OrderRules.save),
    ("Cancellation.insert", Cancellation.insert),
    ("Cancellation.ofPosting", Cancellation.ofPosting),
  ]
}
