import Testing

@testable import Commerce

/// Promises keep to the days on which somebody works.
@Suite("row 45: a working calendar") struct WorkingCalendarTests {
  private static func instant(_ text: String) -> Instant {
    Instant(iso: text) ?? Instant(milliseconds: 0)
  }

  private static func date(_ text: String) -> LocalDate { LocalDate(iso: text) ?? .earliest }

  struct Case: Sendable {
    let zone: String
    let start: String
    let hours: Int64
    let end: String
  }

  @Test(
    "skips weekends, days off and what comes after the cut-off",
    arguments: [
      // Thursday 17:30 in Moscow is before the cut-off at 18:00.
      Case(
        zone: "Europe/Moscow", start: "2026-11-26T14:30:00Z", hours: 4,
        end: "2026-11-26T18:30:00Z"),
      // 24 hours from then end on Friday.
      Case(
        zone: "Europe/Moscow", start: "2026-11-26T14:30:00Z", hours: 24,
        end: "2026-11-27T14:30:00Z"),
      // Friday 18:30 is after it: Monday begins, and Monday is a day off here.
      Case(
        zone: "Europe/Moscow", start: "2026-11-27T15:30:00Z", hours: 4,
        end: "2026-12-01T01:00:00Z"),
      // 24 hours from Friday 12:00: 12 of Friday, 12 of Tuesday.
      Case(
        zone: "Europe/Moscow", start: "2026-11-27T09:00:00Z", hours: 24,
        end: "2026-12-01T09:00:00Z"),
      // Saturday counts from Tuesday on.
      Case(
        zone: "Europe/Moscow", start: "2026-11-28T09:00:00Z", hours: 24,
        end: "2026-12-01T21:00:00Z"),
    ])
  func moments(_ one: Case) throws {
    let calendar = WorkingCalendar(
      zone: try TimeZoneRules.load(one.zone), workingDays: Set(1...5),
      daysOff: [Self.date("2026-11-30")], cutOff: 18 * 60)
    let end = calendar.moment(.hours(one.hours), after: Self.instant(one.start))
    #expect(end == Self.instant(one.end), "\(end)")
  }

  @Test("a day is 25 hours where the clocks are put back, and 23 where they are put forward")
  func clocks() throws {
    let berlin = WorkingCalendar(
      zone: try TimeZoneRules.load("Europe/Berlin"), workingDays: Set(1...7).subtracting([1]))
    // Sunday 2026-10-25 from midnight: 25 hours, then Monday is closed, Tuesday goes on.
    let autumn = berlin.moment(.hours(26), after: Self.instant("2026-10-24T22:00:00Z"))
    #expect(autumn == Self.instant("2026-10-27T00:00:00Z"))
    // Sunday 2026-03-29: 23 hours.
    let spring = berlin.moment(.hours(24), after: Self.instant("2026-03-28T23:00:00Z"))
    #expect(spring == Self.instant("2026-03-30T23:00:00Z"))
  }

  @Test("where every day is a working day it is the clock, for any moment and duration")
  func plain() throws {
    let calendar = WorkingCalendar(zone: try TimeZoneRules.load("America/New_York"))
    for step in 0..<2_000 {
      let start = Instant(seconds: 1_770_000_000 + Int64(step) * 17_771)
      let duration = Duration.hours(Int64(step % 400))
      #expect(calendar.moment(duration, after: start) == start + duration)
    }
  }

  @Test("never ends on a day off, and never before the duration has gone by")
  func neverOff() throws {
    let calendar = WorkingCalendar(
      zone: try TimeZoneRules.load("Asia/Shanghai"), workingDays: [1, 3, 4, 6],
      daysOff: [Self.date("2026-12-31"), Self.date("2027-01-02")], cutOff: 15 * 60)
    for step in 0..<2_000 {
      let start = Instant(seconds: 1_796_000_000 + Int64(step) * 7_919)
      let duration = Duration.minutes(Int64(step % 700) + 1)
      let end = calendar.moment(duration, after: start)
      #expect(end - start >= duration)
      #expect(calendar.works(on: calendar.zone.local(end - .milliseconds(1)).date))
    }
  }

  @Test("a calendar on which nobody ever works ends all the same")
  func never() throws {
    let calendar = WorkingCalendar(zone: .utc, workingDays: [])
    #expect(calendar.works(on: Self.date("2026-11-28")))
    let closed = WorkingCalendar(zone: .utc, workingDays: [9])
    let end = closed.moment(.hours(4), after: Self.instant("2026-11-28T00:00:00Z"))
    #expect(end > Self.instant("2027-01-01T00:00:00Z"))
  }

  struct CutOff: Sendable {
    let zone: String
    let start: String
    let cutOff: Int
    let end: String
  }

  @Test(
    "row 47: a promise ends at the cut-off of the next working day, by the clock there",
    arguments: [
      // Berlin is put back on Sunday 2026-10-25 and forward on Sunday 2026-03-29: the same hour
      // on the wall is another one of UTC after either.
      CutOff(
        zone: "Europe/Berlin", start: "2026-10-23T10:00:00Z", cutOff: 14 * 60,
        end: "2026-10-26T13:00:00Z"),
      CutOff(
        zone: "Europe/Berlin", start: "2026-10-23T12:30:00Z", cutOff: 14 * 60,
        end: "2026-10-27T13:00:00Z"),
      CutOff(
        zone: "Europe/Berlin", start: "2026-03-27T12:00:00Z", cutOff: 14 * 60,
        end: "2026-03-30T12:00:00Z"),
      CutOff(
        zone: "America/New_York", start: "2026-10-30T15:00:00Z", cutOff: 12 * 60,
        end: "2026-11-02T17:00:00Z"),
      CutOff(
        zone: "America/New_York", start: "2026-03-06T16:59:00Z", cutOff: 12 * 60,
        end: "2026-03-09T16:00:00Z"),
      // Until midnight: the first moment of the day after.
      CutOff(
        zone: "Europe/Moscow", start: "2026-11-25T20:59:00Z", cutOff: 1_440,
        end: "2026-11-26T21:00:00Z"),
      // Friday before the cut-off counts for Friday; Monday is a day off, so Tuesday.
      CutOff(
        zone: "Asia/Shanghai", start: "2026-11-27T01:00:00Z", cutOff: 18 * 60,
        end: "2026-12-01T10:00:00Z"),
    ])
  func cutOffs(_ one: CutOff) throws {
    let calendar = WorkingCalendar(
      zone: try TimeZoneRules.load(one.zone), workingDays: Set(1...5),
      daysOff: [Self.date("2026-11-30")], cutOff: one.cutOff)
    let end = calendar.cutOff(days: 1, after: Self.instant(one.start))
    #expect(end == Self.instant(one.end), "\(end)")
  }

  @Test("row 47: a cut-off that the clock skips is the first moment after the gap")
  func skipped() throws {
    let calendar = WorkingCalendar(
      zone: try TimeZoneRules.load("Europe/Berlin"), cutOff: 2 * 60 + 30)
    // 2026-03-29 has no half past two.
    let end = calendar.cutOff(days: 1, after: Self.instant("2026-03-28T00:00:00Z"))
    #expect(end == Self.instant("2026-03-29T01:30:00Z"), "\(end)")
  }

  @Test("row 47: the end of the next working day, over a weekend and a change of clocks")
  func ends() throws {
    let calendar = WorkingCalendar(
      zone: try TimeZoneRules.load("Europe/Berlin"), workingDays: Set(1...5))
    let friday = calendar.endOfNextWorkingDay(after: Self.instant("2026-10-23T12:00:00Z"))
    #expect(friday == Self.instant("2026-10-26T23:00:00Z"), "\(friday)")
    let monday = calendar.endOfNextWorkingDay(after: Self.instant("2026-10-26T22:30:00Z"))
    #expect(monday == Self.instant("2026-10-27T23:00:00Z"), "\(monday)")
  }

  @Test("working time is what the clock needs to get there again")
  func workingTime() throws {
    let calendar = WorkingCalendar(
      zone: try TimeZoneRules.load("Europe/Berlin"), workingDays: [1, 2, 4, 5],
      daysOff: [Self.date("2026-10-26")])
    for step in 0..<2_000 {
      let start = Instant(seconds: 1_792_000_000 + Int64(step) * 3_607)
      let left = Duration.minutes(Int64(step * 7 % 6_000))
      let end = calendar.moment(left, after: start)
      #expect(calendar.workingTime(from: start, to: end) == left, "\(start)")
    }
    let now = Self.instant("2026-10-27T10:00:00Z")
    #expect(calendar.workingTime(from: now, to: now - .hours(3)) == .zero)
  }
}
