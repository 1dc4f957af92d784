extension String {
  /// Whether the fact can be read in it. Digits inside a longer number are not the fact: ids are
  /// new in each run, and now and then hold any postcode.
  func tells(_ fact: String) -> Bool {
    guard fact.allSatisfy(\.isNumber) else { return contains(fact) }
    return ranges(of: fact).contains { range in
      let before = self[..<range.lowerBound].last
      let after = self[range.upperBound...].first
      return ![before, after].contains { $0?.isNumber ?? false }
    }
  }
}
