extension Locale {
  /// The two largest units, cut down to whole minutes: "1 h 55 min", "2 days 4 h", "20 min"; a unit
  /// that is 0 is left out. Below a minute "less than 1 min". The sign is dropped.
  public func duration(_ duration: Duration) -> String {
    ByteText { append(duration: duration, to: &$0) }.string
  }

  /// The time to a deadline: "1 h 55 min left", "осталось 1 ч 55 мин", "剩余 1 小时 55 分"; negative is
  /// "20 min late", "опоздание 20 мин", "已超时 20 分钟".
  public func timeLeft(_ left: Duration) -> String {
    ByteText { append(timeLeft: left, to: &$0) }.string
  }

  /// `timeLeft` without a `String`: allocates only when `out` has no room.
  public func append(timeLeft left: Duration, to out: inout [UInt8]) {
    let isLate = left < .zero
    switch self {
    case .en: break
    case .ru: out.append(isLate ? "опоздание " : "осталось ")
    case .zh:
      out.append(isLate ? "已超时" : "剩余")
      out.append(left.wholeMinutes == 0 ? "" : " ")
    }
    append(duration: left, to: &out)
    if self == .en { out.append(isLate ? " late" : " left") }
  }

  /// `duration` without a `String`: allocates only when `out` has no room.
  public func append(duration: Duration, to out: inout [UInt8]) {
    let minutes = duration.wholeMinutes
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60)
    if minutes == 0 { return out.append(lessThanMinute) }
    if days > 0 { append(days, dayUnit(days), to: &out) }
    if hours > 0 {
      if days > 0 { out.append(" ") }
      append(hours, hourUnit, to: &out)
    }
    if rest > 0 && days == 0 {
      if hours > 0 { out.append(" ") }
      append(rest, minuteUnit(afterHours: hours > 0), to: &out)
    }
  }

  private func append(_ count: Int64, _ unit: StaticString, to out: inout [UInt8]) {
    append(number: count, to: &out)
    out.append(" ")
    out.append(unit)
  }

  private var lessThanMinute: StaticString {
    switch self {
    case .en: "less than 1 min"
    case .ru: "меньше 1 мин"
    case .zh: "不到 1 分钟"
    }
  }

  private func dayUnit(_ days: Int64) -> StaticString {
    switch (self, plural(days)) {
    case (.en, .one): "day"
    case (.en, _): "days"
    case (.ru, .one): "день"
    case (.ru, .few): "дня"
    case (.ru, _): "дней"
    case (.zh, _): "天"
    }
  }

  private var hourUnit: StaticString {
    switch self {
    case .en: "h"
    case .ru: "ч"
    case .zh: "小时"
    }
  }

  private func minuteUnit(afterHours: Bool) -> StaticString {
    switch self {
    case .en: "min"
    case .ru: "мин"
    case .zh: afterHours ? "分" : "分钟"
    }
  }
}

extension Duration {
  /// The magnitude, cut towards zero.
  fileprivate var wholeMinutes: Int64 {
    Int64(clamping: components.seconds.magnitude / 60)
  }
}
