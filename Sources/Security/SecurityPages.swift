import Office
import Template

struct SignInPage: Page {
  static let template = "security/sign-in"

  let email: String
  let returnTo: String
  let errors: ErrorSummary?

  static let fields: [Field<SignInPage>] = [
    .text("email") { $0.email },
    .text("returnTo") { $0.returnTo },
    .optional("errors") { $0.errors },
  ]
}

struct SettingsPage: Page {
  static let template = "security/settings"

  let name: String
  let email: String
  let role: String
  let lastSignIn: String
  let themes: [OptionView]
  let usesKeys: Bool
  let mayEditShop: Bool
  let mayManageKeys: Bool
  let mayManageWebhooks: Bool
  var errors: ErrorSummary?
  let current: FieldView
  let new: FieldView

  static let fields: [Field<SettingsPage>] = [
    .text("name") { $0.name },
    .text("email") { $0.email },
    .text("role") { $0.role },
    .text("lastSignIn") { $0.lastSignIn },
    .list("themes") { $0.themes },
    .flag("usesKeys") { $0.usesKeys },
    .flag("mayEditShop") { $0.mayEditShop },
    .flag("mayManageKeys") { $0.mayManageKeys },
    .flag("mayManageWebhooks") { $0.mayManageWebhooks },
    .optional("errors") { $0.errors },
    .view("current") { $0.current },
    .view("new") { $0.new },
  ]
}

struct MailPage: Page {
  static let template = "security/mail"

  let mails: [SentMailView]
  let blank: BlankView?

  static let fields: [Field<MailPage>] = [
    .list("mails") { $0.mails },
    .flag("hasMails") { !$0.mails.isEmpty },
    .optional("blank") { $0.blank },
  ]
}

struct SentMailView: View {
  let subject: String
  let to: String
  let time: String
  let text: String

  static let fields: [Field<SentMailView>] = [
    .text("subject") { $0.subject },
    .text("to") { $0.to },
    .text("time") { $0.time },
    .text("text") { $0.text },
  ]
}

struct ShopPage: Page {
  static let template = "security/shop"

  let controls: [FieldView]
  let errors: ErrorSummary?

  static let fields: [Field<ShopPage>] = [
    .list("controls") { $0.controls },
    .optional("errors") { $0.errors },
  ]
}
