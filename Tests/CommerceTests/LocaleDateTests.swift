import Commerce
import Testing

/// The tables are verbatim outputs of CLDR 48 for en-GB, ru and zh-Hans.
@Suite struct LocaleDateTests {
  @Test(arguments: rows)
  private func `dates of every month`(_ row: Row) throws {
    let date = try #require(LocalDate(iso: row.iso))
    let local = try #require(LocalDateTime(date: date, hour: 14, minute: 5))
    #expect(row.locale.date(date) == row.date)
    #expect(appended { row.locale.append(date: date, to: &$0) } == row.date)
    #expect(row.locale.longDate(date) == row.long)
    #expect(row.locale.weekdayAndDate(date) == row.weekday)
    #expect(row.locale.weekdayAndDate(date, withYear: true) == row.withYear)
    #expect(row.locale.dateTime(local) == row.dateTime)
    #expect(row.locale.time(local) == "14:05")
  }

  @Test(arguments: months)
  func `months alone and with the year, days of a month`(
    _ locale: Locale, _ withYear: [String], _ alone: [String], _ firstDays: [String]
  ) throws {
    for month in 1...12 {
      let date = try #require(LocalDate(year: 2026, month: month, day: 1))
      #expect(locale.monthAndYear(date) == withYear[month - 1])
      #expect(locale.monthName(month) == alone[month - 1])
      #expect(locale.dayAndMonth(date) == firstDays[month - 1])
    }
    #expect([0, 13, .min].map(locale.monthName) == ["", "", ""])
  }

  @Test(arguments: weekdayNames)
  func `days of the week`(_ locale: Locale, _ short: String, _ long: String) {
    #expect((1...7).map(locale.weekdayShortName).joined(separator: " ") == short)
    #expect((1...7).map(locale.weekdayName).joined(separator: " ") == long)
    #expect(locale.weekdayName(8) == "" && locale.weekdayShortName(.min) == "")
  }

  @Test(arguments: nearTimes)
  func `a time near 23 Nov 2026`(_ locale: Locale, _ iso: String, _ text: String) throws {
    let today = try #require(LocalDate(iso: "2026-11-23"))
    let local = try #require(LocalDateTime(iso: iso))
    #expect(locale.shortDateTime(local, today: today) == text)
    #expect(appended { locale.append(shortDateTime: local, today: today, to: &$0) } == text)
    #expect(locale.relativeDay(local.date, today: today) == String(text.dropLast(6)))
  }

  @Test func `yesterday of New Year needs no year`() throws {
    let today = try #require(LocalDate(iso: "2027-01-01"))
    #expect(Locale.en.relativeDay(today.adding(days: -1), today: today) == "yesterday")
    #expect(Locale.en.relativeDay(today.adding(days: -2), today: today) == "Wed, 30 Dec 2026")
  }

  @Test(arguments: timesLeft)
  func `time left`(_ left: Duration, _ en: String, _ ru: String, _ zh: String) {
    #expect(Locale.allCases.map { $0.timeLeft(left) } == [en, ru, zh])
    for (locale, text) in zip(Locale.allCases, [en, ru, zh]) {
      #expect(appended { locale.append(timeLeft: left, to: &$0) } == text)
    }
  }

  @Test func `a duration has no direction`() {
    #expect(Locale.en.duration(.hours(-52)) == "2 days 4 h")
    #expect(Locale.ru.duration(.seconds(Int64.max)).hasSuffix("дней 15 ч"))
  }
}

private typealias Row = (
  locale: Locale, iso: String, date: String, long: String, weekday: String, withYear: String,
  dateTime: String
)

private let rows: [Row] = [
  (
    .en, "2026-01-01", "1 Jan 2026", "1 January 2026", "Thu 1 Jan", "Thu, 1 Jan 2026",
    "1 Jan 2026, 14:05"
  ),
  (
    .ru, "2026-01-01", "1 янв. 2026\u{A0}г.", "1 января 2026\u{A0}г.", "чт, 1 янв.",
    "чт, 1 янв. 2026\u{A0}г.",
    "1 янв. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-01-01", "2026年1月1日", "2026年1月1日", "1月1日周四", "2026年1月1日周四", "2026年1月1日 14:05"),
  (
    .en, "2026-02-28", "28 Feb 2026", "28 February 2026", "Sat 28 Feb", "Sat, 28 Feb 2026",
    "28 Feb 2026, 14:05"
  ),
  (
    .ru, "2026-02-28", "28 февр. 2026\u{A0}г.", "28 февраля 2026\u{A0}г.", "сб, 28 февр.",
    "сб, 28 февр. 2026\u{A0}г.", "28 февр. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-02-28", "2026年2月28日", "2026年2月28日", "2月28日周六", "2026年2月28日周六", "2026年2月28日 14:05"),
  (
    .en, "2026-03-31", "31 Mar 2026", "31 March 2026", "Tue 31 Mar", "Tue, 31 Mar 2026",
    "31 Mar 2026, 14:05"
  ),
  (
    .ru, "2026-03-31", "31 мар. 2026\u{A0}г.", "31 марта 2026\u{A0}г.", "вт, 31 мар.",
    "вт, 31 мар. 2026\u{A0}г.", "31 мар. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-03-31", "2026年3月31日", "2026年3月31日", "3月31日周二", "2026年3月31日周二", "2026年3月31日 14:05"),
  (
    .en, "2026-04-05", "5 Apr 2026", "5 April 2026", "Sun 5 Apr", "Sun, 5 Apr 2026",
    "5 Apr 2026, 14:05"
  ),
  (
    .ru, "2026-04-05", "5 апр. 2026\u{A0}г.", "5 апреля 2026\u{A0}г.", "вс, 5 апр.",
    "вс, 5 апр. 2026\u{A0}г.",
    "5 апр. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-04-05", "2026年4月5日", "2026年4月5日", "4月5日周日", "2026年4月5日周日", "2026年4月5日 14:05"),
  (
    .en, "2026-05-09", "9 May 2026", "9 May 2026", "Sat 9 May", "Sat, 9 May 2026",
    "9 May 2026, 14:05"
  ),
  (
    .ru, "2026-05-09", "9 мая 2026\u{A0}г.", "9 мая 2026\u{A0}г.", "сб, 9 мая",
    "сб, 9 мая 2026\u{A0}г.",
    "9 мая 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-05-09", "2026年5月9日", "2026年5月9日", "5月9日周六", "2026年5月9日周六", "2026年5月9日 14:05"),
  (
    .en, "2026-06-12", "12 Jun 2026", "12 June 2026", "Fri 12 Jun", "Fri, 12 Jun 2026",
    "12 Jun 2026, 14:05"
  ),
  (
    .ru, "2026-06-12", "12 июн. 2026\u{A0}г.", "12 июня 2026\u{A0}г.", "пт, 12 июн.",
    "пт, 12 июн. 2026\u{A0}г.",
    "12 июн. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-06-12", "2026年6月12日", "2026年6月12日", "6月12日周五", "2026年6月12日周五", "2026年6月12日 14:05"),
  (
    .en, "2026-07-04", "4 Jul 2026", "4 July 2026", "Sat 4 Jul", "Sat, 4 Jul 2026",
    "4 Jul 2026, 14:05"
  ),
  (
    .ru, "2026-07-04", "4 июл. 2026\u{A0}г.", "4 июля 2026\u{A0}г.", "сб, 4 июл.",
    "сб, 4 июл. 2026\u{A0}г.",
    "4 июл. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-07-04", "2026年7月4日", "2026年7月4日", "7月4日周六", "2026年7月4日周六", "2026年7月4日 14:05"),
  (
    .en, "2026-08-20", "20 Aug 2026", "20 August 2026", "Thu 20 Aug", "Thu, 20 Aug 2026",
    "20 Aug 2026, 14:05"
  ),
  (
    .ru, "2026-08-20", "20 авг. 2026\u{A0}г.", "20 августа 2026\u{A0}г.", "чт, 20 авг.",
    "чт, 20 авг. 2026\u{A0}г.", "20 авг. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-08-20", "2026年8月20日", "2026年8月20日", "8月20日周四", "2026年8月20日周四", "2026年8月20日 14:05"),
  (
    .en, "2026-09-30", "30 Sept 2026", "30 September 2026", "Wed 30 Sept", "Wed, 30 Sept 2026",
    "30 Sept 2026, 14:05"
  ),
  (
    .ru, "2026-09-30", "30 сент. 2026\u{A0}г.", "30 сентября 2026\u{A0}г.", "ср, 30 сент.",
    "ср, 30 сент. 2026\u{A0}г.", "30 сент. 2026\u{A0}г., 14:05"
  ),
  (.zh, "2026-09-30", "2026年9月30日", "2026年9月30日", "9月30日周三", "2026年9月30日周三", "2026年9月30日 14:05"),
  (
    .en, "2025-10-01", "1 Oct 2025", "1 October 2025", "Wed 1 Oct", "Wed, 1 Oct 2025",
    "1 Oct 2025, 14:05"
  ),
  (
    .ru, "2025-10-01", "1 окт. 2025\u{A0}г.", "1 октября 2025\u{A0}г.", "ср, 1 окт.",
    "ср, 1 окт. 2025\u{A0}г.",
    "1 окт. 2025\u{A0}г., 14:05"
  ),
  (.zh, "2025-10-01", "2025年10月1日", "2025年10月1日", "10月1日周三", "2025年10月1日周三", "2025年10月1日 14:05"),
  (
    .en, "2026-11-23", "23 Nov 2026", "23 November 2026", "Mon 23 Nov", "Mon, 23 Nov 2026",
    "23 Nov 2026, 14:05"
  ),
  (
    .ru, "2026-11-23", "23 нояб. 2026\u{A0}г.", "23 ноября 2026\u{A0}г.", "пн, 23 нояб.",
    "пн, 23 нояб. 2026\u{A0}г.", "23 нояб. 2026\u{A0}г., 14:05"
  ),
  (
    .zh, "2026-11-23", "2026年11月23日", "2026年11月23日", "11月23日周一", "2026年11月23日周一",
    "2026年11月23日 14:05"
  ),
  (
    .en, "1999-12-31", "31 Dec 1999", "31 December 1999", "Fri 31 Dec", "Fri, 31 Dec 1999",
    "31 Dec 1999, 14:05"
  ),
  (
    .ru, "1999-12-31", "31 дек. 1999\u{A0}г.", "31 декабря 1999\u{A0}г.", "пт, 31 дек.",
    "пт, 31 дек. 1999\u{A0}г.", "31 дек. 1999\u{A0}г., 14:05"
  ),
  (
    .zh, "1999-12-31", "1999年12月31日", "1999年12月31日", "12月31日周五", "1999年12月31日周五",
    "1999年12月31日 14:05"
  ),
]

private let months: [(Locale, [String], [String], [String])] = [
  (
    .en,
    [
      "January 2026", "February 2026", "March 2026", "April 2026", "May 2026", "June 2026",
      "July 2026", "August 2026", "September 2026", "October 2026", "November 2026",
      "December 2026",
    ],
    [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ],
    [
      "1 Jan", "1 Feb", "1 Mar", "1 Apr", "1 May", "1 Jun", "1 Jul", "1 Aug", "1 Sept", "1 Oct",
      "1 Nov", "1 Dec",
    ]
  ),
  (
    .ru,
    [
      "январь 2026\u{A0}г.", "февраль 2026\u{A0}г.", "март 2026\u{A0}г.", "апрель 2026\u{A0}г.",
      "май 2026\u{A0}г.",
      "июнь 2026\u{A0}г.", "июль 2026\u{A0}г.", "август 2026\u{A0}г.", "сентябрь 2026\u{A0}г.",
      "октябрь 2026\u{A0}г.",
      "ноябрь 2026\u{A0}г.", "декабрь 2026\u{A0}г.",
    ],
    [
      "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
      "октябрь", "ноябрь", "декабрь",
    ],
    [
      "1 янв.", "1 февр.", "1 мар.", "1 апр.", "1 мая", "1 июн.", "1 июл.", "1 авг.", "1 сент.",
      "1 окт.", "1 нояб.", "1 дек.",
    ]
  ),
  (
    .zh,
    [
      "2026年1月", "2026年2月", "2026年3月", "2026年4月", "2026年5月", "2026年6月", "2026年7月", "2026年8月",
      "2026年9月", "2026年10月", "2026年11月", "2026年12月",
    ],
    ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
    [
      "1月1日", "2月1日", "3月1日", "4月1日", "5月1日", "6月1日", "7月1日", "8月1日", "9月1日", "10月1日", "11月1日",
      "12月1日",
    ]
  ),
]

private let weekdayNames: [(Locale, String, String)] = [
  (
    Locale.en, "Mon Tue Wed Thu Fri Sat Sun",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
  ),
  (.ru, "пн вт ср чт пт сб вс", "понедельник вторник среда четверг пятница суббота воскресенье"),
  (.zh, "周一 周二 周三 周四 周五 周六 周日", "星期一 星期二 星期三 星期四 星期五 星期六 星期日"),
]

private let nearTimes: [(Locale, String, String)] = [
  (Locale.en, "2026-11-23T14:05", "today 14:05"),
  (.ru, "2026-11-23T14:05", "сегодня 14:05"),
  (.zh, "2026-11-23T14:05", "今天 14:05"),
  (.en, "2026-11-22T19:04", "yesterday 19:04"),
  (.ru, "2026-11-22T19:04", "вчера 19:04"),
  (.zh, "2026-11-22T19:04", "昨天 19:04"),
  (.en, "2026-11-24T09:00", "tomorrow 09:00"),
  (.ru, "2026-11-24T09:00", "завтра 09:00"),
  (.zh, "2026-11-24T09:00", "明天 09:00"),
  (.en, "2026-11-26T10:00", "Thu 26 Nov 10:00"),
  (.ru, "2026-11-26T10:00", "чт, 26 нояб. 10:00"),
  (.zh, "2026-11-26T10:00", "11月26日周四 10:00"),
  (.en, "2025-11-23T00:00", "Sun, 23 Nov 2025 00:00"),
  (.ru, "2025-11-23T00:00", "вс, 23 нояб. 2025\u{A0}г. 00:00"),
  (.zh, "2025-11-23T00:00", "2025年11月23日周日 00:00"),
]

private let timesLeft: [(Duration, String, String, String)] = [
  (Duration.minutes(115), "1 h 55 min left", "осталось 1 ч 55 мин", "剩余 1 小时 55 分"),
  (.minutes(-20), "20 min late", "опоздание 20 мин", "已超时 20 分钟"),
  (.minutes(-95), "1 h 35 min late", "опоздание 1 ч 35 мин", "已超时 1 小时 35 分"),
  (.days(2), "2 days left", "осталось 2 дня", "剩余 2 天"),
  (.hours(45), "1 day 21 h left", "осталось 1 день 21 ч", "剩余 1 天 21 小时"),
  (.hours(24 * 5 + 4), "5 days 4 h left", "осталось 5 дней 4 ч", "剩余 5 天 4 小时"),
  (.minutes(24 * 60 + 59), "1 day left", "осталось 1 день", "剩余 1 天"),
  (.hours(3), "3 h left", "осталось 3 ч", "剩余 3 小时"),
  (.seconds(59), "less than 1 min left", "осталось меньше 1 мин", "剩余不到 1 分钟"),
  (.zero, "less than 1 min left", "осталось меньше 1 мин", "剩余不到 1 分钟"),
  (.seconds(-1), "less than 1 min late", "опоздание меньше 1 мин", "已超时不到 1 分钟"),
  (
    .days(1234), "1\u{202F}234 days left", "осталось 1\u{202F}234 дня", "剩余 1\u{202F}234 天"
  ),
]
