import Commerce
import Testing

@Suite struct LocalTimeTests {
  @Test(arguments: [
    ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-11-23", 20_780, 1),
    ("1969-12-31", -1, 3), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
    ("1900-03-01", -25_508, 4),
  ])
  func `a date, its number and its day of the week`(_ iso: String, _ days: Int, _ weekday: Int)
    throws
  {
    let date = try #require(LocalDate(iso: iso))
    #expect(date.daysSince1970 == days)
    #expect(date.weekday == weekday)
    #expect(LocalDate(daysSince1970: days) == date)
    #expect(date.description == iso)
  }

  @Test func `every day of four centuries follows the one before`() {
    var date = LocalDate(daysSince1970: -170_000)
    for days in -169_999...(-169_999 + 146_097) {
      let next = LocalDate(daysSince1970: days)
      #expect(date < next && next.daysSince1970 == days && next.weekday == date.weekday % 7 + 1)
      date = next
    }
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "26-1-1",
    "2026-11-23 ", "2026-11-2３", "+2026-11-23", "2026/11/23", "", "2026-11-231",
  ])
  func `what is no date`(_ text: String) {
    #expect(LocalDate(iso: text) == nil)
  }

  @Test func `adding days stays in the calendar`() throws {
    let date = try #require(LocalDate(iso: "2026-12-30"))
    #expect(date.adding(days: 3).description == "2027-01-02")
    #expect(date.adding(days: .max) == .latest)
    #expect(date.adding(days: .min) == .earliest)
  }

  @Test(arguments: [
    "2026-11-23T24:00", "2026-11-23T14:60", "2026-11-23T14:05:60", "2026-11-23T1405",
  ])
  func `what is no local time`(_ text: String) {
    #expect(LocalDateTime(iso: text) == nil)
  }

  @Test func `a local time reads with and without seconds`() {
    #expect(LocalDateTime(iso: "2026-11-23T14:05")?.description == "2026-11-23T14:05:00")
    #expect(LocalDateTime(iso: "2026-11-23T14:05:09")?.description == "2026-11-23T14:05:09")
  }

  @Test(arguments: instants)
  func `instants in RFC 3339`(_ text: String, _ milliseconds: Int64, _ utc: String) throws {
    let instant = try #require(Instant(iso: text))
    #expect(instant.milliseconds == milliseconds)
    #expect(instant.description == utc)
  }

  @Test(arguments: [
    "2026-11-23T14:05:09", "2026-11-23T14:05Z", "2026-11-23T14:05:09.Z", "2026-11-23T14:05:09+3",
    "2026-11-23T14:05:09+24:00", "2026-11-23 14:05:09Z", "2026-11-23T14:05:09.1234567890Z",
  ])
  func `what is no instant`(_ text: String) {
    #expect(Instant(iso: text) == nil)
  }

  @Test func `arithmetic with instants saturates`() {
    let start = Instant(milliseconds: 5)
    #expect(start + .seconds(2) - start == .seconds(2))
    #expect(start.advanced(by: .seconds(Int64.max)).milliseconds == .max)
    #expect(Instant(milliseconds: -5).advanced(by: .seconds(Int64.min)).milliseconds == .min)
    #expect((start - .days(1)).milliseconds == 5 - 86_400_000)
    #expect(Instant(milliseconds: .max) - Instant(milliseconds: .min) == .milliseconds(Int64.max))
    #expect(Instant(milliseconds: -1).seconds == -1)
    #expect(Instant(seconds: .min).milliseconds == .min)
    #expect(Instant.now() > Instant(milliseconds: 1_700_000_000_000))
  }

  @Test(arguments: [Int64.min, .max, 0])
  func `any instant has a text`(_ milliseconds: Int64) {
    #expect(Instant(milliseconds: milliseconds).description.utf8.count == 24)
  }
}

private let instants: [(String, Int64, String)] = [
  ("2026-11-23T14:05:09Z", 1_795_442_709_000, "2026-11-23T14:05:09.000Z"),
  ("2026-11-23T14:05:09.1239Z", 1_795_442_709_123, "2026-11-23T14:05:09.123Z"),
  ("2026-11-23T17:05:09.5+03:00", 1_795_442_709_500, "2026-11-23T14:05:09.500Z"),
  ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
]
