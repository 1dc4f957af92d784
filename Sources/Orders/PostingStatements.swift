import SQL

/// What the state machine, its timers and payments ask of the database.
enum PostingStatements {
  static let all: [(String, any SQLStatement)] =
    [
      ("PostingActs.remind", PostingActs.remind), ("PostingActs.mark", PostingActs.mark),
      ("PostingActs.deleteParcels", PostingActs.deleteParcels),
      ("PostingTimers.due", PostingTimers.due), ("PostingTimers.postpone", PostingTimers.postpone),
      ("PaymentActs.ofOrder", PaymentActs.ofOrder), ("PaymentActs.setOrder", PaymentActs.setOrder),
      ("PaymentActs.setPosting", PaymentActs.setPosting),
      ("CheckReader.twin", CheckReader.twin), ("CheckReader.fingerprint", CheckReader.fingerprint),
      ("OrderRules.ofShop", OrderRules.ofShop), ("OrderRules.save", OrderRules.save),
      ("HoldStore.open", HoldStore.open), ("HoldStore.paused", HoldStore.paused),
      ("HoldStore.insert", HoldStore.insert), ("HoldStore.close", HoldStore.close),
      ("HoldStore.correct", HoldStore.correct), ("HoldStore.place", HoldStore.place),
      ("HoldStore.rephone", HoldStore.rephone), ("HoldStore.tell", HoldStore.tell),
      ("HoldStore.answer", HoldStore.answer),
      ("Cancellation.insert", Cancellation.insert),
      ("Cancellation.ofPosting", Cancellation.ofPosting),
    ] + Loss.statements + InquirySQL.statements + ClaimSQL.statements + OrderTerms.statements
    + MarkStore.statements
    + PartStore.statements
    + ServiceStore.statements
}
