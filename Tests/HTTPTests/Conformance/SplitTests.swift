import Testing

@testable import HTTP

/// Where the network cuts a message must not matter: every case of the suite, cut at every octet, is
/// answered with the same octets as in one piece.
@Suite struct SplitTests {
  /// Everything the client was told, and whether the server ended the connection.
  private struct Outcome: Equatable {
    let octets: [UInt8]
    let isEnded: Bool
  }

  @Test("every case cut in two at each octet, and octet by octet", arguments: Topic.all)
  func split(_ topic: Topic) throws {
    let reactor = try DrivenReactor(SampleSite.application)
    for scenario in topic.cases {
      let input = scenario.input
      let whole = try outcome(reactor, input, [input.count])
      #expect(whole.octets.count > 0, "\(scenario.testDescription)")
      let isEnded = whole.isEnded
      #expect(isEnded == scenario.closes, "\(scenario.testDescription)")
      for cut in SplitTests.cuts(input.count)
      where try outcome(reactor, input, [cut, input.count]) != whole {
        Issue.record("\(scenario.testDescription), cut at \(cut)")
      }
      let isSame = try outcome(reactor, input, Self.crumbs(input.count)) == whole
      #expect(isSame, "\(scenario.testDescription), octet by octet")
    }
  }

  /// Each octet; of the few very long inputs, which repeat one octet thousands of times, each near
  /// the ends and some between.
  private static func cuts(_ count: Int) -> [Int] {
    (1..<count).filter { count < 500 || $0 < 150 || $0 > count - 50 || $0 % 4099 == 0 }
  }

  /// Octet by octet; in the long run of one octet in steps, which need not divide anything.
  private static func crumbs(_ count: Int) -> [Int] {
    (1...count).filter { count < 2_000 || $0 < 1_000 || $0 > count - 500 || $0 % 61 == 0 }
  }

  /// Sends the input in pieces that end at `ends`.
  private func outcome(
    _ reactor: DrivenReactor, _ input: [UInt8], _ ends: [Int]
  ) throws -> Outcome {
    let client = try reactor.client()
    var start = 0
    for end in ends {
      client.send(input[start..<end])
      start = end
    }
    client.receiveAll()
    return Outcome(octets: client.received, isEnded: client.isEnded)
  }
}
