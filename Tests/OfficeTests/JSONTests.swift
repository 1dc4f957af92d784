import Office
import Testing

@Suite("JSON")
struct JSONTests {
  @Test(
    "what is read is written again, compact and in its order",
    arguments: [
      (#"null"#, #"null"#),
      (#" true "#, #"true"#),
      (#"[1, -2,3]"#, #"[1,-2,3]"#),
      (#"{"b":1,"a":{"z":[],"y":{}}}"#, #"{"b":1,"a":{"z":[],"y":{}}}"#),
      (#""\u0041\n\/\"\\\u001f""#, #""A\n/\"\\\u001f""#),
      (#""\ud83d\ude00 é 商""#, #""😀 é 商""#),
      (#"9223372036854775807"#, #"9223372036854775807"#),
      (#"-9223372036854775808"#, #"-9223372036854775808"#),
      (#"9223372036854775808"#, #"9.223372036854776e+18"#),
      (#"1.5e3"#, #"1500.0"#),
      (#"-0"#, #"-0.0"#),
      (#"1E-2"#, #"0.01"#),
    ])
  func roundTrip(text: String, expected: String) throws {
    #expect(try JSON(parsing: text).text == expected)
  }

  @Test(
    "what is not JSON is refused with its place",
    arguments: [
      ("", "the text ends too early at byte 0"),
      ("nul", "the text ends too early at byte 3"),
      ("nulL", "unexpected 'L' at byte 3"),
      ("[1,]", "unexpected ']' at byte 3 in [1]"),
      ("[1 2]", "unexpected '2' at byte 3"),
      (#"{"a":1,}"#, "unexpected '}' at byte 7"),
      (#"{a:1}"#, "unexpected 'a' at byte 1"),
      ("01", "something follows the value at byte 1"),
      ("1 //", "something follows the value at byte 2"),
      ("+1", "unexpected '+' at byte 0"),
      (".5", "unexpected '.' at byte 0"),
      ("1.", "the text ends too early at byte 2"),
      ("1e", "the text ends too early at byte 2"),
      ("-", "the text ends too early at byte 1"),
      ("NaN", "unexpected 'N' at byte 0"),
      ("[1e999]", "the number is too large at byte 1 in [0]"),
      ("\u{FEFF}1", "unexpected byte 0xEF at byte 0"),
      ("\u{A0}1", "unexpected byte 0xC2 at byte 0"),
      ("\"a\nb\"", "a control character that is not escaped at byte 2"),
      (#""\x41""#, "an unknown escape at byte 1"),
      (#""\u12g4""#, "an unknown escape at byte 5"),
      (#""\ud800""#, "half of a surrogate pair at byte 1"),
      (#""\udc00""#, "half of a surrogate pair at byte 1"),
      (#""\ud800\u0041""#, "half of a surrogate pair at byte 1"),
      (#"{"buyer":{"name":"x","name":"y"}}"#, #"the key "name" stands twice at byte 21 in buyer"#),
      (#"{"a":1,"\u0061":2}"#, #"the key "a" stands twice at byte 7"#),
      (#"{"lines":[{"sku":1},{"sku":tru}]}"#, "unexpected '}' at byte 30 in lines[1].sku"),
    ])
  func refused(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.description == message)
  }

  @Test("bytes that are not UTF-8 are refused at the byte")
  func notUTF8() {
    let bytes = Array(#"{"a":"ok "#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
    let error = #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
    #expect(error?.reason == .invalidUTF8)
    #expect(error?.offset == 9)
    #expect(error?.path == "a")
  }

  @Test("a key of a large object that stands twice is found")
  func duplicateAmongMany() {
    let members = (0..<100).map { #""k\#($0)":0"# } + [#""k57":1"#]
    let error = #expect(throws: JSONError.self) {
      try JSON(parsing: "{" + members.joined(separator: ",") + "}")
    }
    #expect(error?.reason == .duplicateKey("k57"))
  }

  @Test("32 levels are read, 33 are not, a million do not overflow the stack")
  func depth() throws {
    let fits = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(try JSON(parsing: fits).text == fits)
    for levels in [33, 1_000_000] {
      let error = #expect(throws: JSONError.self) {
        try JSON(parsing: String(repeating: "[", count: levels))
      }
      #expect(error?.reason == .tooDeep(limit: 32))
    }
  }

  @Test("random and mutated bytes never trap, and what is accepted survives a round trip")
  func randomBytes() throws {
    var random = SeededRandom(seed: 7)
    let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é"],"b":{"c":null,"d":true}}"#.utf8)
    let alphabet = Array(#"{}[]":,\u0123456789eE+-.truefalsn "#.utf8) + [0xC3, 0xFF, 0x00, 0x0A]
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = alphabet.randomElement(using: &random) ?? 0
      }
      if Bool.random(using: &random) {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      }
      guard let value = try? JSON(parsing: bytes) else { continue }
      #expect(try JSON(parsing: value.bytes) == value)
    }
  }

  @Test("values are written from literals")
  func literals() {
    let value: JSON = ["id": 7, "tags": ["a", nil, true], "share": 0.5, "name": "x\(1)"]
    #expect(value.text == #"{"id":7,"tags":["a",null,true],"share":0.5,"name":"x1"}"#)
    #expect(JSON.number(.infinity).text == "null")
  }
}

/// A small repeatable generator (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
