extension Locale {
  /// "512 byte", "1.5 kB", "12.3 MB": powers of 1000 (CLDR short units), at most one digit after
  /// the decimal sign; a negative size counts as 0.
  public func fileSize(_ bytes: Int64) -> String {
    let bytes = max(0, bytes)
    return ByteText { out in
      guard bytes >= 1000 else {
        append(number: bytes, to: &out)
        return out.append(unit(0))
      }
      var (scale, step): (Int64, Int) = (1000, 1)
      // A size that would round to "1000 kB" is already the next unit.
      while step < 4, bytes >= scale * 1000 - scale / 20 {
        scale *= 1000
        step += 1
      }
      let tenths = bytes / (scale / 10) + (bytes % (scale / 10) >= scale / 20 ? 1 : 0)
      let isRound = tenths % 10 == 0
      append(decimal: isRound ? tenths / 10 : tenths, digits: isRound ? 0 : 1, to: &out)
      out.append(unit(step))
    }.string
  }

  private func unit(_ step: Int) -> StaticString {
    switch (self, step) {
    case (.ru, 0): " Б"
    case (.ru, 1): " кБ"
    case (.ru, 2): " МБ"
    case (.ru, 3): " ГБ"
    case (.ru, _): " ТБ"
    case (.zh, 0): " B"
    case (.en, 0): " byte"
    case (_, 1): " kB"
    case (_, 2): " MB"
    case (_, 3): " GB"
    default: " TB"
    }
  }
}
