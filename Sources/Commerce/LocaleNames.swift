extension Locale {
  /// The standalone name of a month, 1...12: "November", "ноябрь", "十一月"; empty for others.
  public func monthName(_ month: Int) -> String { Self.name(monthNames, month) }

  /// The name of a day of the week, 1 = Monday ... 7: "Monday", "понедельник", "星期一".
  public func weekdayName(_ weekday: Int) -> String { Self.name(weekdayNames, weekday) }

  /// The short name of a day of the week, 1 = Monday ... 7: "Mon", "пн", "周一".
  public func weekdayShortName(_ weekday: Int) -> String { Self.name(weekdayShortNames, weekday) }

  private static func name(_ names: [StaticString], _ number: Int) -> String {
    1...names.count ~= number ? names[number - 1].description : ""
  }

  var monthNames: [StaticString] {
    switch self {
    case .en: Names.monthsEn
    case .ru: Names.monthsRu
    case .zh: Names.monthsZh
    }
  }

  /// As the name stands behind a day: genitive in Russian.
  var monthNamesInDates: [StaticString] { self == .ru ? Names.monthsGenitiveRu : monthNames }
  var monthShortNames: [StaticString] { self == .ru ? Names.monthsShortRu : Names.monthsShortEn }

  var weekdayNames: [StaticString] {
    switch self {
    case .en: Names.weekdaysEn
    case .ru: Names.weekdaysRu
    case .zh: Names.weekdaysZh
    }
  }

  var weekdayShortNames: [StaticString] {
    switch self {
    case .en: Names.weekdaysShortEn
    case .ru: Names.weekdaysShortRu
    case .zh: Names.weekdaysShortZh
    }
  }
}

/// CLDR 48: en-GB, ru, zh-Hans.
private enum Names {
  static let monthsEn: [StaticString] = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
  ]
  static let monthsShortEn: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
  ]
  static let monthsRu: [StaticString] = [
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
  ]
  static let monthsGenitiveRu: [StaticString] = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
  ]
  static let monthsShortRu: [StaticString] = [
    "янв.", "февр.", "мар.", "апр.", "мая", "июн.",
    "июл.", "авг.", "сент.", "окт.", "нояб.", "дек.",
  ]
  static let monthsZh: [StaticString] = [
    "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月",
  ]
  static let weekdaysEn: [StaticString] = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  static let weekdaysShortEn: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  static let weekdaysRu: [StaticString] = [
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
  ]
  static let weekdaysShortRu: [StaticString] = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
  static let weekdaysZh: [StaticString] = [
    "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日",
  ]
  static let weekdaysShortZh: [StaticString] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
}
