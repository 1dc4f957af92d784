import Commerce
import HTTP
import Template

/// What the layout around every page shows.
struct Frame: View {
  let lang: String
  let member: Member?
  let roleName: String
  let navigation: [NavigationLink]
  let languages: [LanguageChoice]
  let returnPath: String
  let formToken: String
  let requestID: String
  let version: String
  let flash: FlashView?
  /// Notices that the member has not read.
  var unread: Int64 = 0
  var unreadText = ""

  static let fields: [Field<Frame>] = [
    .text("lang") { $0.lang },
    .text("theme") { $0.member?.theme ?? "" },
    .flag("keysOff") { $0.member?.usesKeys == false },
    .flag("hasTheme") { $0.member?.theme.isEmpty == false },
    .text("shopName") { $0.member?.shopName ?? "" },
    .text("shopMark") { $0.member?.shopMark ?? "" },
    .flag("hasShop") { $0.member?.shop != nil },
    .text("memberName") { $0.member?.name ?? "" },
    .text("memberInitial") { $0.member?.initial ?? "" },
    .text("roleName") { $0.roleName },
    .flag("isPlatform") { $0.member?.role.isPlatform ?? false },
    .flag("isSignedIn") { $0.member != nil },
    .list("nav") { $0.navigation },
    .list("languages") { $0.languages },
    .text("returnPath") { $0.returnPath },
    .text("formToken") { $0.formToken },
    .text("requestID") { $0.requestID },
    .text("version") { $0.version },
    .optional("flash") { $0.flash },
    .number("unread") { $0.unread },
    .flag("hasUnread") { $0.unread > 0 },
    .text("unreadText") { $0.unreadText },
    .flag("mailBounced") { $0.member?.hasBounced ?? false },
  ]
}

struct LanguageChoice: View {
  let code: String
  let name: String
  let isCurrent: Bool

  static let fields: [Field<LanguageChoice>] = [
    .text("code") { $0.code },
    .text("name") { $0.name },
    .flag("isCurrent") { $0.isCurrent },
  ]

  static func all(_ current: Locale) -> [LanguageChoice] { choices[current.index] }

  private static let choices = Locale.allCases.map { current in
    Locale.allCases.map { locale in
      let name =
        switch locale {
        case .en: "English"
        case .ru: "Русский"
        case .zh: "中文"
        }
      return LanguageChoice(code: locale.rawValue, name: name, isCurrent: locale == current)
    }
  }
}

struct FlashView: View {
  let text: String
  let tone: Flash.Tone

  static let fields: [Field<FlashView>] = [
    .text("text") { $0.text },
    .flag("isOk") { $0.tone == .ok },
    .flag("isWarn") { $0.tone == .warn },
  ]
}
