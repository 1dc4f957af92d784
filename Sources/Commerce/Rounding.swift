/// What happens to the part of a minor unit that a division leaves over.
public enum Rounding: String, CaseIterable, Sendable {
  /// To the nearest; a half goes away from zero (as invoices do).
  case halfUp
  /// To the nearest; a half goes to the even neighbour.
  case halfEven
  /// Towards zero.
  case down
  /// Away from zero.
  case up
  /// Towards minus infinity.
  case floor
  /// Towards plus infinity.
  case ceiling

  /// `n / d` as a whole number; `d` is positive.
  func divide(_ n: Int128, by d: Int128) -> Int128 {
    let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
    guard remainder != 0 else { return quotient }
    let away: Int128 = n < 0 ? -1 : 1
    let twice = remainder.magnitude * 2
    let leavesZero =
      switch self {
      case .halfUp: twice >= d.magnitude
      case .halfEven: twice > d.magnitude || twice == d.magnitude && quotient % 2 != 0
      case .down: false
      case .up: true
      case .floor: n < 0
      case .ceiling: n > 0
      }
    return leavesZero ? quotient + away : quotient
  }
}
