import Commerce

/// Buyers who write in their own script: half of the crowd Russian, a quarter Chinese.
extension Crowd {
  /// Anybody.
  static func someone(_ chance: inout Chance) -> Buyer {
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<50: russian(&chance)
    case 50..<75: chinese(&chance)
    default: buyer(&chance)
    }
  }

  /// What a buyer asks of a late parcel.
  static func question(in language: Locale, _ chance: inout Chance) -> String {
    chance.pick(questions[language] ?? []) ?? ""
  }

  /// What a shop answers.
  static func answer(in language: Locale) -> String {
    switch language {
    case .en: "The carrier found the parcel at its hub: it was sorted wrongly and goes on today."
    case .ru:
      "Перевозчик нашёл посылку на складе: её неверно отсортировали, сегодня она едет дальше."
    case .zh: "承运商在分拣中心找到了包裹：之前分拣有误，今天继续派送。"
    }
  }

  private static let questions: [Locale: [String]] = [
    .en: [
      "It was to be here by the weekend. Is it still on its way?",
      "The tracking page has not changed for days. Where is it?",
    ],
    .ru: [
      "Обещали к выходным, а посылки всё нет. Она точно едет?",
      "Статус не меняется уже несколько дней. Где моя посылка?",
      "Это подарок ко дню рождения в среду. Успеет?",
    ],
    .zh: ["说好周末前到的，包裹还在路上吗？", "物流信息好几天没有更新了，包裹在哪里？"],
  ]

  private static func russian(_ chance: inout Chance) -> Buyer {
    let isWoman = chance.happens(60)
    let first = chance.pick(isWoman ? women : men) ?? ("Анна", "anna")
    let last = chance.pick(surnames) ?? ("Белов", "belov")
    let place = chance.pick(towns) ?? ("101000", "Москва")
    let (house, flat, digits) = numbers(&chance)
    return Buyer(
      name: "\(first.0) \(last.0)\(isWoman ? "а" : "")", phone: "+7900\(digits)",
      email: "\(first.1).\(last.1)\(isWoman ? "a" : "")@buyers.example", postcode: place.0,
      city: place.1, street: "\(chance.pick(roads) ?? "ул. Садовая"), д. \(house), кв. \(flat)",
      language: .ru)
  }

  /// Mobile numbers there begin with 13 to 19: none is somebody's.
  private static func chinese(_ chance: inout Chance) -> Buyer {
    let family = chance.pick(families) ?? ("王", "wang")
    let given = chance.pick(givens) ?? ("芳", "fang")
    let place = chance.pick(cities) ?? ("100020", "北京市", "朝阳区建国路")
    let (house, flat, digits) = numbers(&chance)
    return Buyer(
      name: family.0 + given.0, phone: "+861000\(digits)",
      email: "\(given.1).\(family.1)@buyers.example", postcode: place.0, city: place.1,
      street: "\(place.2)\(house)号\(flat % 9 + 1)单元\(flat)室", country: "CN", language: .zh)
  }

  private static func numbers(_ chance: inout Chance) -> (house: Int, flat: Int, digits: Int) {
    (
      Int.random(in: 1...140, using: &chance), Int.random(in: 1...220, using: &chance),
      Int.random(in: 1_000_000...9_999_999, using: &chance)
    )
  }

  private static let women = [
    ("Анна", "anna"), ("Вера", "vera"), ("Дарья", "daria"), ("Елена", "elena"), ("Кира", "kira"),
    ("Мария", "maria"), ("Ольга", "olga"), ("Софья", "sofia"), ("Тамара", "tamara"),
    ("Ульяна", "ulyana"), ("Юлия", "yulia"),
  ]
  private static let men = [
    ("Борис", "boris"), ("Григорий", "grigori"), ("Егор", "egor"), ("Иван", "ivan"), ("Лев", "lev"),
    ("Никита", "nikita"), ("Павел", "pavel"), ("Степан", "stepan"), ("Фёдор", "fedor"),
    ("Юрий", "yuri"),
  ]
  /// A man's; a woman's has one letter more.
  private static let surnames = [
    ("Антонов", "antonov"), ("Белов", "belov"), ("Волков", "volkov"), ("Гусев", "gusev"),
    ("Дорохов", "dorokhov"), ("Ершов", "ershov"), ("Жуков", "zhukov"), ("Зимин", "zimin"),
    ("Лазарев", "lazarev"), ("Морозов", "morozov"), ("Орлов", "orlov"), ("Петров", "petrov"),
    ("Рыбаков", "rybakov"), ("Соколов", "sokolov"), ("Титов", "titov"), ("Чернов", "chernov"),
    ("Шубин", "shubin"), ("Яковлев", "yakovlev"),
  ]
  private static let towns = [
    ("101000", "Москва"), ("190000", "Санкт-Петербург"), ("420000", "Казань"),
    ("443000", "Самара"), ("614000", "Пермь"), ("450000", "Уфа"), ("630000", "Новосибирск"),
    ("644000", "Омск"), ("354000", "Сочи"), ("170000", "Тверь"), ("300000", "Тула"),
    ("236000", "Калининград"), ("394000", "Воронеж"), ("690000", "Владивосток"),
    ("620000", "Екатеринбург"), ("603000", "Нижний Новгород"),
  ]
  private static let roads = [
    "ул. Садовая", "ул. Лесная", "проспект Мира", "ул. Примерная", "Набережная", "ул. Заречная",
    "пер. Тихий", "ул. Весенняя", "Речной бульвар",
  ]
  private static let families = [
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"),
    ("黄", "huang"), ("赵", "zhao"), ("周", "zhou"), ("吴", "wu"),
  ]
  private static let givens = [
    ("芳", "fang"), ("伟", "wei"), ("秀英", "xiuying"), ("娜", "na"), ("敏", "min"), ("静", "jing"),
    ("磊", "lei"), ("洋", "yang"), ("雨桐", "yutong"), ("思远", "siyuan"), ("子涵", "zihan"),
  ]
  private static let cities = [
    ("100020", "北京市", "朝阳区建国路"), ("200120", "上海市", "浦东新区世纪大道"),
    ("510620", "广州市", "天河区体育西路"), ("518040", "深圳市", "福田区深南大道"),
    ("150001", "哈尔滨市", "南岗区中山路"), ("310009", "杭州市", "上城区解放路"),
    ("610021", "成都市", "锦江区东大街"), ("710004", "西安市", "莲湖区西大街"),
    ("116011", "大连市", "西岗区长江路"),
  ]
}
