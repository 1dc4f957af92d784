import Commerce
import Glibc
import Office
import SQL

extension Command {
  static let userAdd = Command(
    "user add", "Adds a member; the password is read from standard input.",
    flags: [
      .data, Flag("email", "ADDRESS", "what they sign in with"),
      Flag("name", "NAME", "who they are"),
      Flag(
        "role", "ROLE", "one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))"),
      Flag("shop", "ID", "the shop they work for; not for roles of the platform"),
      Flag("shop-name", "NAME", "makes a new shop of this name for them"),
      Flag("currency", "CODE", standard: "USD", "the new shop's currency (ISO 4217)"),
      Flag("time-zone", "NAME", standard: "UTC", "the new shop's time zone (IANA)"),
    ]
  ) { arguments in
    let roleName = try arguments.required("role")
    guard let role = Role(rawValue: roleName) else {
      throw UsageError(line: "--role: '\(roleName)' is not a role")
    }
    let shop = try arguments.number("shop", 1...Int.max)
    let draft = NewMember(
      email: try arguments.required("email"), name: try arguments.required("name"), role: role,
      shop: shop.map { SellerID(raw: Int64($0)) },
      newShop: arguments.text("shop-name").map {
        NewShop(
          name: $0, currency: arguments.text("currency") ?? "USD",
          timeZone: arguments.text("time-zone") ?? "UTC")
      })
    guard let password = readLine(strippingNewline: true) else {
      throw UsageError(line: "the password is read from standard input, which is empty")
    }
    let database = try Modules.boot.open(Configuration(arguments))
    let added = try Accounts(database: database).add(draft, password: password, at: .now())
    Console.say("Member \(added.member)\(added.shop.map { " of shop \($0)" } ?? "") added.")
    database.close()
  }

  static let keyAdd = Command(
    "key add", "Makes a Storefront API key and prints it once.",
    flags: [.data, Flag("name", "NAME", standard: "storefront", "what the key is for")]
  ) { arguments in
    let database = try Modules.boot.open(Configuration(arguments))
    let name = arguments.text("name") ?? "storefront"
    let key = try Accounts(database: database).addKey(name: name, scope: .storefront, at: .now())
    Console.say(key)
    database.close()
  }
}
