import Commerce
import Testing

@Suite struct DigestTests {
  /// FIPS 180-4 examples and the lengths around the padding, checked with coreutils' sha256sum.
  @Test(arguments: digests)
  func `SHA-256`(_ text: String, _ times: Int, _ digest: String) {
    #expect(Hex.encode(SHA256.hash(String(repeating: text, count: times))) == digest)
  }

  /// RFC 4231, cases 1 to 4, 6 and 7.
  @Test(arguments: keyedDigests)
  func `HMAC with SHA-256`(_ key: [UInt8], _ message: [UInt8], _ digest: String) {
    #expect(Hex.encode(HMAC.sha256(key: key, message: message)) == digest)
  }

  @Test func `secrets are compared whole`() {
    #expect(constantTimeEqual([], []))
    #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
  }

  @Test func `random octets have the length asked for and differ`() {
    for count in [-1, 0, 1, 32, 256, 257, 1000] {
      #expect(SecureRandom.bytes(count).count == max(0, count))
    }
    #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
    #expect(Set(SecureRandom.bytes(4096)).count > 200)
  }
}

private let digests: [(String, Int, String)] = [
  ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
  (
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
      + "opqrsmnopqrstnopqrstu", 1,
    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
  ),
  ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ("x", 55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"),
  ("x", 56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"),
  ("x", 63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"),
  ("x", 64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"),
  ("x", 65, "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"),
  ("x", 119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"),
  ("x", 120, "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"),
]

private let keyedDigests: [([UInt8], [UInt8], String)] = [
  (
    repeated(0x0b, 20), Array("Hi There".utf8),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
  ),
  (
    Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  ),
  (
    repeated(0xaa, 20), repeated(0xdd, 50),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
  ),
  (
    Array(1...25), repeated(0xcd, 50),
    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
  ),
  (
    repeated(0xaa, 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
  ),
  (
    repeated(0xaa, 131),
    Array(
      ("This is a test using a larger than block-size key and a larger than block-size data. "
        + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
  ),
]

private func repeated(_ octet: UInt8, _ count: Int) -> [UInt8] {
  [UInt8](repeating: octet, count: count)
}
