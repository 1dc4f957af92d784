/// A country where goods are made, as the Seller API names it: in Russian.
struct WireCountry: Sendable, Hashable {
  /// ISO 3166-1, two letters.
  let code: String
  let name: String

  static func named(_ code: String) -> WireCountry? {
    let code = code.uppercased()
    return all.first { $0.code == code }
  }

  /// Those whose name holds a text; all for none.
  static func found(by text: String) -> [WireCountry] {
    let word = text.lowercased()
    return word.isEmpty ? all : all.filter { $0.name.lowercased().contains(word) }
  }

  static let all: [WireCountry] = table.split(separator: "\n").map { line in
    WireCountry(code: String(line.prefix(2)), name: String(line.dropFirst(3)))
  }

  private static let table = """
    AU Австралия
    AT Австрия
    AZ Азербайджан
    AL Албания
    DZ Алжир
    AO Ангола
    AD Андорра
    AG Антигуа и Барбуда
    AR Аргентина
    AM Армения
    AF Афганистан
    BS Багамы
    BD Бангладеш
    BB Барбадос
    BH Бахрейн
    BY Беларусь
    BZ Белиз
    BE Бельгия
    BJ Бенин
    BG Болгария
    BO Боливия
    BA Босния и Герцеговина
    BW Ботсвана
    BR Бразилия
    BN Бруней
    BF Буркина-Фасо
    BI Бурунди
    BT Бутан
    VU Вануату
    VA Ватикан
    GB Великобритания
    HU Венгрия
    VE Венесуэла
    TL Восточный Тимор
    VN Вьетнам
    GA Габон
    HT Гаити
    GY Гайана
    GM Гамбия
    GH Гана
    GT Гватемала
    GN Гвинея
    GW Гвинея-Бисау
    DE Германия
    HN Гондурас
    HK Гонконг
    GD Гренада
    GR Греция
    GE Грузия
    DK Дания
    CD Демократическая Республика Конго
    DJ Джибути
    DM Доминика
    DO Доминиканская Республика
    EG Египет
    ZM Замбия
    ZW Зимбабве
    IL Израиль
    IN Индия
    ID Индонезия
    JO Иордания
    IQ Ирак
    IR Иран
    IE Ирландия
    IS Исландия
    ES Испания
    IT Италия
    YE Йемен
    CV Кабо-Верде
    KZ Казахстан
    KH Камбоджа
    CM Камерун
    CA Канада
    QA Катар
    KE Кения
    CY Кипр
    KG Киргизия
    KI Кирибати
    CN Китай
    CO Колумбия
    KM Коморы
    CG Конго
    KP Корея, КНДР
    KR Корея, Республика
    CR Коста-Рика
    CI Кот-д’Ивуар
    CU Куба
    KW Кувейт
    LA Лаос
    LV Латвия
    LS Лесото
    LR Либерия
    LB Ливан
    LY Ливия
    LT Литва
    LI Лихтенштейн
    LU Люксембург
    MU Маврикий
    MR Мавритания
    MG Мадагаскар
    MO Макао
    MW Малави
    MY Малайзия
    ML Мали
    MV Мальдивы
    MT Мальта
    MA Марокко
    MH Маршалловы Острова
    MX Мексика
    FM Микронезия
    MZ Мозамбик
    MD Молдова
    MC Монако
    MN Монголия
    MM Мьянма
    NA Намибия
    NR Науру
    NP Непал
    NE Нигер
    NG Нигерия
    NL Нидерланды
    NI Никарагуа
    NZ Новая Зеландия
    NO Норвегия
    AE Объединённые Арабские Эмираты
    OM Оман
    PK Пакистан
    PW Палау
    PS Палестина
    PA Панама
    PG Папуа — Новая Гвинея
    PY Парагвай
    PE Перу
    PL Польша
    PT Португалия
    PR Пуэрто-Рико
    RU Россия
    RW Руанда
    RO Румыния
    SV Сальвадор
    WS Самоа
    SM Сан-Марино
    ST Сан-Томе и Принсипи
    SA Саудовская Аравия
    MK Северная Македония
    SC Сейшелы
    SN Сенегал
    VC Сент-Винсент и Гренадины
    KN Сент-Китс и Невис
    LC Сент-Люсия
    RS Сербия
    SG Сингапур
    SY Сирия
    SK Словакия
    SI Словения
    US Соединённые Штаты Америки
    SB Соломоновы Острова
    SO Сомали
    SD Судан
    SR Суринам
    SL Сьерра-Леоне
    TJ Таджикистан
    TH Таиланд
    TW Тайвань
    TZ Танзания
    TG Того
    TO Тонга
    TT Тринидад и Тобаго
    TV Тувалу
    TN Тунис
    TM Туркменистан
    TR Турция
    UG Уганда
    UZ Узбекистан
    UA Украина
    UY Уругвай
    FJ Фиджи
    PH Филиппины
    FI Финляндия
    FR Франция
    HR Хорватия
    CF Центральноафриканская Республика
    TD Чад
    ME Черногория
    CZ Чехия
    CL Чили
    CH Швейцария
    SE Швеция
    LK Шри-Ланка
    EC Эквадор
    GQ Экваториальная Гвинея
    ER Эритрея
    SZ Эсватини
    EE Эстония
    ET Эфиопия
    ZA Южно-Африканская Республика
    SS Южный Судан
    JM Ямайка
    JP Япония
    """
}
