import Template

/// A place in the side menu, declared by the module that owns it.
public struct NavigationEntry: Sendable {
  enum Audience: Sendable {
    case all
    case seller(SellerPermission)
    case platform(PlatformPermission)
  }

  let label: String
  let icon: String
  let path: String
  let also: [String]
  let audience: Audience
  let counter: String?
  let isHot: Bool

  /// - Parameters:
  ///   - label: a string key.
  ///   - icon: a symbol of `icons.svg`.
  ///   - also: where else the pages of this place lie.
  ///   - counter: the kept counter shown beside the label.
  ///   - isHot: whether a count above zero is urgent.
  public init(
    _ label: String, icon: String, path: String, also: [String] = [],
    for permission: SellerPermission, counter: String? = nil, isHot: Bool = false
  ) {
    self.init(label, icon, path, also, .seller(permission), counter, isHot)
  }

  /// A place of platform staff.
  public init(
    _ label: String, icon: String, path: String, also: [String] = [],
    for permission: PlatformPermission, counter: String? = nil, isHot: Bool = false
  ) {
    self.init(label, icon, path, also, .platform(permission), counter, isHot)
  }

  /// A place that everybody signed in has.
  public init(_ label: String, icon: String, path: String) {
    self.init(label, icon, path, [], .all, nil, false)
  }

  private init(
    _ label: String, _ icon: String, _ path: String, _ also: [String], _ audience: Audience,
    _ counter: String?, _ isHot: Bool
  ) {
    self.label = label
    self.icon = icon
    self.path = path
    self.also = also
    self.audience = audience
    self.counter = counter
    self.isHot = isHot
  }

  func isShown(to role: Role) -> Bool {
    switch audience {
    case .all: true
    case .seller(let permission): !role.isPlatform && permission.roles.contains(role)
    case .platform(let permission): role.isPlatform && permission.roles.contains(role)
    }
  }
}

struct NavigationLink: View {
  let href: URLText
  let iconHref: URLText
  let label: String
  let isUrgent: Bool
  var count: Int64 = 0
  var isCurrent = false

  static let fields: [Field<NavigationLink>] = [
    .url("href") { $0.href },
    .url("iconHref") { $0.iconHref },
    .text("label") { $0.label },
    .number("count") { $0.count },
    .flag("hasCount") { $0.count > 0 },
    .flag("isHot") { $0.isUrgent && $0.count > 0 },
    .flag("isCurrent") { $0.isCurrent },
  ]
}
