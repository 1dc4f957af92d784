import Glibc
import Office
import Testing

@Suite("passwords")
struct PasswordTests {
  // The lowest cost: the tests are about what is let in, not about the price of guessing.
  let hasher = PasswordHasher(cost: 1)

  @Test(
    "the right password is let in, any other is not",
    arguments: [
      "correct horse", "пароль на кириллице", "密码密码密码", String(repeating: "x", count: 256),
    ])
  func rightAndWrong(password: String) throws {
    let hash = try #require(hasher.hash(password))
    #expect(hash.hasPrefix("$y$"))
    #expect(hasher.verify(password, against: hash))
    #expect(!hasher.verify(String(password.dropLast()), against: hash))
    #expect(!hasher.verify(password + " ", against: hash))
    #expect(!hasher.verify("", against: hash))
  }

  @Test("two hashes of one password differ")
  func salted() { #expect(hasher.hash("correct horse") != hasher.hash("correct horse")) }

  @Test("a zero byte does not end the password")
  func zeroByte() throws {
    let hash = try #require(hasher.hash("correct horse"))
    #expect(!hasher.verify("correct horse\0x", against: hash))
    #expect(hasher.hash("a\0b") == nil)
  }

  @Test(
    "a hash that is none lets nobody in",
    arguments: ["", "*0", "*", "x", "$y$", "$y$\0", "correct horse"])
  func brokenHash(hash: String) {
    #expect(!hasher.verify("correct horse", against: hash))
    #expect(!hasher.verify(hash, against: hash))
  }

  @Test("an unknown account is refused and costs as much as a known one")
  func unknownAccount() throws {
    let hasher = PasswordHasher()
    let hash = try #require(hasher.hash("correct horse"))
    // The least of several turns: what else the machine does only ever adds.
    var (known, unknown) = (Int.max, Int.max)
    for _ in 0..<7 {
      known = min(known, processorTime { #expect(!hasher.verify("wrong", against: hash)) })
      unknown = min(unknown, processorTime { #expect(!hasher.verify("wrong", against: nil)) })
    }
    #expect(unknown > known / 2)
    #expect(unknown < known * 2)
  }

  /// Of this thread, in nanoseconds: a busy machine does not lengthen it.
  private func processorTime(_ body: () -> Void) -> Int {
    func now() -> Int {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
    let start = now()
    body()
    return now() - start
  }

  @Test(
    "a new password is held against the rules",
    arguments: [
      ("1234567", PasswordRules.Problem.tooShort), ("", .tooShort),
      (String(repeating: "ab1", count: 86), .tooLong),
      ("correct\0horse", .badCharacter), ("Password1", .common), ("QWERTYuiop", .common),
      ("пароль123", .common), ("aaaaaaaaaaaa", .common), ("abababababab", .common),
      ("Owner@Demo.example", .sameAsEmail), ("owner@demo.example", .sameAsEmail),
      ("sellerdesk-demo", nil), ("correct horse", nil), ("密码是马", nil),
    ] as [(String, PasswordRules.Problem?)])
  func rules(password: String, problem: PasswordRules.Problem?) {
    #expect(PasswordRules.problem(with: password, email: "owner@demo.example") == problem)
  }

  @Test("the part before the @ is no password")
  func localPart() {
    let problem = PasswordRules.problem(with: "Katherine.Long", email: "katherine.long@x.example")
    #expect(problem == .sameAsEmail)
  }
}
