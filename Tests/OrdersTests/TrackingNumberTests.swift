import Testing

@testable import Orders

@Suite("Tracking numbers") struct TrackingNumberTests {
  static let post = TrackingFormat(pattern: "AA99999999#AA", check: .s10)
  static let boxline = TrackingFormat(pattern: "BX9999999999#", check: .luhn)
  static let platform = TrackingFormat(pattern: "SD9999999999#", check: .mod10)

  @Test(
    "UPU S10 numbers are taken with their check digit only",
    arguments: [
      ("RR473124829GB", true), ("EE876543216CA", true), ("RA644000005RU", true),
      ("RR473124820GB", false), ("RR473124828GB", false), ("RR374124829GB", false),
    ])
  func s10(_ number: String, _ isRight: Bool) {
    let passes = (try? Self.post.validate(number)) != nil
    #expect(passes == isRight)
  }

  @Test(
    "another shape is refused with an example",
    arguments: [
      "", "R473124829GB", "RR47312482GB", "RR473124829G1", "1R473124829GB", "ＲＲ473124829GB",
    ])
  func shape(_ number: String) {
    #expect(throws: TrackingFormat.Fault.shape(example: "CD123456785AB")) {
      try Self.post.validate(number)
    }
  }

  @Test("the example of every carrier passes its own check")
  func examples() throws {
    for format in [Self.post, Self.boxline, Self.platform] { try format.validate(format.example) }
  }

  @Test("a serial makes a number that passes; one that does not fit makes none")
  func serials() throws {
    for serial: Int64 in [0, 1, 9, 10, 123_456, 9_999_999_999] {
      try Self.platform.validate(#require(Self.platform.number(serial: serial)))
    }
    #expect(Self.platform.number(serial: 1) == "SD00000000017")
    #expect(Self.platform.number(serial: 10_000_000_000) == nil)
    #expect(Self.platform.number(serial: -1) == nil)
  }

  @Test("one wrong digit never passes", arguments: [post, boxline, platform])
  func mistakes(_ format: TrackingFormat) {
    var digits = Array(format.example.utf8)
    for index in digits.indices where (48...57).contains(digits[index]) {
      let right = digits[index]
      for wrong in UInt8(48)...57 where wrong != right {
        digits[index] = wrong
        // S10 maps both 10 and 11 to digits that others have: a wrong check digit never passes,
        // a wrong digit passes only where the sums agree by that rule.
        let passes = (try? format.validate(String(decoding: digits, as: UTF8.self))) != nil
        if format.check != .s10 { #expect(!passes) }
      }
      digits[index] = right
    }
  }

  @Test("blanks, hyphens and small letters are what people type")
  func normalised() {
    #expect(TrackingFormat.normalised(" rr 473-124 829gb ") == "RR473124829GB")
  }

  @Test(
    "carriers' codes are ours in the end",
    arguments: [
      ("delivered", TrackingStatus.delivered), ("DELIVERED", .delivered),
      ("out-for-delivery", .withCourier), ("In Transit", .inTransit), ("refused", .returning),
    ])
  func codes(_ code: String, _ status: TrackingStatus) {
    #expect(TrackingStatus(code: code) == status)
    #expect(TrackingStatus(code: code + "x") == nil)
  }
}
