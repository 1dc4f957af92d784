import HTTP
import Office
import SQL

extension SellerPermission {
  /// Changing the shop's name, its sender address and its time zone.
  public static let editShop = SellerPermission("security.shop", [.owner, .manager])
}

extension PlatformPermission {
  /// Reading what was sent by mail, to see that mail works.
  public static let viewMail = PlatformPermission("security.mail", [.admin])
}

/// Signing in and out, the member's own settings, the mails that were sent.
public struct SecurityModule: Module {
  public static let name = "Security"
  public static let migrations: [Migration] = []
  public static let pages: [PageBinding] = [
    .page(SignInPage.self), .page(SettingsPage.self), .page(MailPage.self), .page(ShopPage.self),
    .page(KeysPage.self), .page(KeyRevocationPage.self),
  ]

  public static let statements =
    [
      StatementCheck("setTheme", SettingsController.setTheme),
      StatementCheck("setKeys", SettingsController.setKeys),
      StatementCheck("shop", ShopSQL.shop), StatementCheck("updateShop", ShopSQL.update),
    ] + SellerKeyStore.statements

  private let signIn = SignInController()
  private let settings = SettingsController()
  private let shop = ShopController()
  private let mail = MailController()
  private let keys = KeysController()

  public init() {}

  public var routes: Routes {
    Routes {
      $0.get("/sign-in", .anyone, signIn.new)
      $0.post("/sign-in", .anyone, bodyLimit: 16 << 10, signIn.create)
      $0.post("/sign-out", .signedIn, bodyLimit: 16 << 10, signIn.remove)
      $0.get("/settings", .signedIn, settings.show)
      $0.post("/settings/theme", .signedIn, bodyLimit: 16 << 10, settings.theme)
      $0.post("/settings/keyboard", .signedIn, bodyLimit: 16 << 10, settings.keys)
      $0.post("/settings/password", .signedIn, bodyLimit: 16 << 10, settings.password)
      $0.get("/settings/shop", .requires(.editShop), shop.edit)
      $0.post("/settings/shop", .requires(.editShop), bodyLimit: 16 << 10, shop.update)
      $0.get("/settings/keys", .requires(.manageKeys), keys.list)
      $0.post("/settings/keys", .requires(.manageKeys), bodyLimit: 16 << 10, keys.create)
      $0.get("/settings/keys/:id/revocation", .requires(.manageKeys), keys.confirm)
      $0.post(
        "/settings/keys/:id/revocation", .requires(.manageKeys), bodyLimit: 16 << 10,
        keys.revoke)
      $0.get("/settings/mail", .requires(.viewMail), lane: .worker, mail.list)
    }
  }

  public var navigation: [NavigationEntry] {
    [
      NavigationEntry(
        "security.mail.nav", icon: "chat", path: "/settings/mail", for: .viewMail),
      NavigationEntry("security.settings.nav", icon: "settings", path: "/settings"),
    ]
  }
}
