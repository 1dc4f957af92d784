import Commerce
import Foundation
import Testing

/// The zone files of the system; the expected clocks are Python's `zoneinfo` over the same data.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
struct TimeZoneTests {
  @Test(arguments: clocks)
  func `the clock of a place`(_ zone: String, _ instant: String, _ clock: String) throws {
    let rules = try TimeZoneRules.load(zone)
    let instant = try #require(Instant(iso: instant))
    let local = try #require(LocalDateTime(iso: clock))
    #expect(rules.local(instant) == local)
    // Of a repeated hour the first counts, so only then may the way back lead elsewhere.
    #expect(rules.instant(local) <= instant)
    #expect(rules.local(rules.instant(local)) == local)
  }

  @Test(arguments: gapsAndOverlaps)
  func `gaps lead later, overlaps lead to the earlier moment`(
    _ zone: String, _ clock: String, _ instant: String, _ shown: String
  ) throws {
    let rules = try TimeZoneRules.load(zone)
    guard let local = LocalDateTime(iso: clock) else { return #expect(instant.isEmpty) }
    #expect(rules.instant(local) == Instant(iso: instant))
    #expect(rules.local(rules.instant(local)) == LocalDateTime(iso: shown))
  }

  @Test(arguments: [
    "", "/etc/passwd", "../../../etc/passwd", "Europe/../UTC", "Europe//Berlin", "Europe/Berlin/",
    "zone.tab", "Europe/Ber\0lin", "Европа", String(repeating: "a", count: 65),
  ])
  func `names that are not looked up`(_ name: String) {
    #expect(throws: TimeZoneError.badName(name)) { try TimeZoneRules.load(name) }
  }

  @Test func `names without a zone file`() {
    #expect(throws: TimeZoneError.notFound("Europe/Atlantis")) {
      try TimeZoneRules.load("Europe/Atlantis")
    }
    #expect(throws: TimeZoneError.self) { try TimeZoneRules.load("Europe") }
    #expect(throws: TimeZoneError.self) { try TimeZoneRules.load("tzdata") }
  }

  @Test func `any cut or damaged file is an error or some rules, never a trap`() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin")))
    for length in bytes.indices {
      #expect(throws: TimeZoneError.self) {
        try TimeZoneRules(name: "cut", tzif: Array(bytes[..<length]))
      }
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      var damaged = bytes
      damaged[.random(in: damaged.indices, using: &random)] = .random(in: .min ... .max)
      let rules = try? TimeZoneRules(name: "damaged", tzif: damaged)
      if let rules { _ = rules.instant(rules.local(Instant(milliseconds: 4_000_000_000_000))) }
    }
  }
}

/// Files made here, for what the system's files do not have.
@Suite struct TimeZoneFileTests {
  /// A file without transitions; version 1 has no second block and no footer.
  private func file(version: UInt8, footer: String, offset: Int32 = 0, leaps: UInt8 = 0) -> [UInt8]
  {
    let header = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    let counts: [UInt8] = [
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, leaps, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4,
    ]
    let type = withUnsafeBytes(of: offset.bigEndian, Array.init) + [0, 0] + Array("LMT\0".utf8)
    let block = header + counts + type
    guard version > 0 else { return block }
    // The sizes of the first block are read, its content is not.
    let first = block + [UInt8](repeating: 0, count: Int(leaps) * 8)
    let second = block + [UInt8](repeating: 0, count: Int(leaps) * 12)
    return first + second + Array("\n\(footer)\n".utf8)
  }

  private func offset(_ footer: String, _ iso: String, version: UInt8 = 0x32) throws -> Int {
    let rules = try TimeZoneRules(name: "x", tzif: file(version: version, footer: footer))
    return rules.offset(at: try #require(Instant(iso: iso)))
  }

  @Test(arguments: [UInt8(0x32), 0x33, 0x34])
  func `versions 2 to 4 follow their footer`(_ version: UInt8) throws {
    #expect(try offset("<-03>3", "2026-01-01T00:00:00Z", version: version) == -10_800)
  }

  @Test func `version 1 and an empty footer follow the first type`() throws {
    let old = try TimeZoneRules(name: "x", tzif: file(version: 0, footer: "", offset: 3600))
    #expect(old.offset(at: .now()) == 3600)
    let new = try TimeZoneRules(name: "x", tzif: file(version: 0x32, footer: "", offset: -3600))
    #expect(new.offset(at: .now()) == -3600)
  }

  @Test(arguments: posixRules)
  func `POSIX rules`(_ rule: String, _ instant: String, _ expected: Int) throws {
    #expect(try offset(rule, instant) == expected)
  }

  @Test(arguments: [
    "C-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-25",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J9", "CET-1CEST,M3.5.0/168,M10.5.0", "<CET-1",
    "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1:60", "CET-1CEST,366,1",
  ])
  func `what is no POSIX rule`(_ rule: String) {
    #expect(throws: TimeZoneError.malformed(reason: "footer")) {
      try TimeZoneRules(name: "x", tzif: file(version: 0x32, footer: rule))
    }
  }

  @Test func `leap seconds and offsets out of range are refused`() {
    #expect(throws: TimeZoneError.leapSeconds) {
      try TimeZoneRules(name: "x", tzif: file(version: 0x32, footer: "", leaps: 1))
    }
    #expect(throws: TimeZoneError.malformed(reason: "offset out of range")) {
      try TimeZoneRules(name: "x", tzif: file(version: 0x32, footer: "", offset: 93_600))
    }
  }

  @Test func `universal time needs no file, and the ends of time have a clock`() {
    #expect(
      TimeZoneRules.utc.local(Instant(milliseconds: .min)).description == "0001-01-01T00:00:00")
    #expect(
      TimeZoneRules.utc.local(Instant(milliseconds: .max)).description == "9999-12-31T23:59:59")
    #expect(TimeZoneRules.utc.start(of: LocalDate(daysSince1970: 1)).seconds == 86_400)
  }
}

private let clocks: [(String, String, String)] = [
  ("Europe/Moscow", "2010-03-27T23:00:00Z", "2010-03-28T03:00:00"),
  ("Europe/Moscow", "2010-10-30T22:59:59Z", "2010-10-31T02:59:59"),
  ("Europe/Moscow", "2010-10-30T23:00:00Z", "2010-10-31T02:00:00"),
  ("Europe/Moscow", "2011-03-26T23:00:00Z", "2011-03-27T03:00:00"),
  ("Europe/Moscow", "2014-10-25T21:59:59Z", "2014-10-26T01:59:59"),
  ("Europe/Moscow", "2014-10-25T22:00:00Z", "2014-10-26T01:00:00"),
  ("Europe/Moscow", "2026-11-23T11:05:00Z", "2026-11-23T14:05:00"),
  ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T23:59:59"),
  ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04T01:00:00"),
  ("America/Sao_Paulo", "2019-02-17T01:59:59Z", "2019-02-16T23:59:59"),
  ("America/Sao_Paulo", "2019-02-17T02:00:00Z", "2019-02-16T23:00:00"),
  ("America/Sao_Paulo", "2019-12-25T12:00:00Z", "2019-12-25T09:00:00"),
  ("America/Sao_Paulo", "2050-01-01T00:00:00Z", "2049-12-31T21:00:00"),
  ("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59"),
  ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00"),
  ("Europe/Berlin", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59"),
  ("Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00"),
  ("Europe/Berlin", "2100-07-01T00:00:00Z", "2100-07-01T02:00:00"),
  ("Europe/Berlin", "2100-12-01T00:00:00Z", "2100-12-01T01:00:00"),
  ("Asia/Shanghai", "1990-07-01T00:00:00Z", "1990-07-01T09:00:00"),
  ("Asia/Shanghai", "1991-12-01T00:00:00Z", "1991-12-01T08:00:00"),
  ("Asia/Shanghai", "2026-07-01T00:00:00Z", "2026-07-01T08:00:00"),
  ("Australia/Sydney", "2060-01-15T00:00:00Z", "2060-01-15T11:00:00"),
  ("Australia/Sydney", "2060-07-15T00:00:00Z", "2060-07-15T10:00:00"),
  ("UTC", "2026-07-01T00:00:00Z", "2026-07-01T00:00:00"),
]

private let gapsAndOverlaps: [(String, String, String, String)] = [
  ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z", "2026-03-29T03:30:00"),
  ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00"),
  ("Europe/Berlin", "2090-10-29T02:30:00", "2090-10-29T00:30:00Z", "2090-10-29T02:30:00"),
  ("America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00Z", "2018-11-04T01:00:00"),
  ("America/Sao_Paulo", "2019-02-16T23:30:00", "2019-02-17T01:30:00Z", "2019-02-16T23:30:00"),
  ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z", "2011-12-31T12:00:00"),
  ("Asia/Shanghai", "2026-02-30T00:00:00", "", ""),
]

private let posixRules: [(String, String, Int)] = [
  ("CET-1CEST,M3.5.0,M10.5.0/3", "2040-03-25T00:59:59Z", 3600),
  ("CET-1CEST,M3.5.0,M10.5.0/3", "2040-03-25T01:00:00Z", 7200),
  ("IST-1GMT0,M10.5.0,M3.5.0/1", "2040-07-01T00:00:00Z", 3600),
  ("IST-1GMT0,M10.5.0,M3.5.0/1", "2040-01-01T00:00:00Z", 0),
  ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T00:59:59Z", -7200),
  ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T01:00:00Z", -3600),
  ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2040-03-23T23:59:59Z", 7200),
  ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2040-03-24T00:00:00Z", 10_800),
  ("XXX3EDT4,0/0,J365/23", "2040-01-01T00:00:00Z", -14_400),
  ("XXX3EDT4,0/0,J365/23", "2040-12-31T23:59:59Z", -14_400),
  ("AAA0BBB,J60/0,J61/0", "2040-03-01T00:00:00Z", 3600),
  ("AAA0BBB,J60/0,J61/0", "2040-02-29T12:00:00Z", 0),
  ("AAA0BBB,59/0,60/0", "2040-02-29T12:00:00Z", 3600),
  ("AAA5:30:15", "2040-01-01T00:00:00Z", -19_815),
]
