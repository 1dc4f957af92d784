import Commerce
import Template

/// The side menu of one role in one language, made at boot.
struct Menu: Sendable {
  let roleName: String
  private let places: [Place]

  private struct Place: Sendable {
    /// Its own, then the others.
    let paths: [String]
    let counter: String?
    let link: NavigationLink
  }

  init(_ entries: [NavigationEntry], for role: Role, icons: String, _ text: (String) -> String) {
    roleName = text("layout.role.\(role.rawValue)")
    places = entries.filter { $0.isShown(to: role) }.map { entry in
      Place(
        paths: [entry.path] + entry.also, counter: entry.counter,
        link: NavigationLink(
          href: URLText(path: entry.path), iconHref: URLText(path: icons + "#" + entry.icon),
          label: text(entry.label), isUrgent: entry.isHot))
    }
  }

  /// Whether any place shows a counter.
  var isCounting: Bool { places.contains { $0.counter != nil } }

  /// The links as a page at `path` shows them, without their counts.
  func links(at path: String) -> [NavigationLink] {
    var links = places.map(\.link)
    if let current = current(at: path) { links[current].isCurrent = true }
    return links
  }

  /// Writes a kept counter to the links that show it.
  func note(_ counter: String, _ value: Int64, on links: inout [NavigationLink]) {
    for index in places.indices where places[index].counter == counter {
      links[index].count = value
    }
  }

  /// The place that the path lies in; the innermost, where they lie in each other.
  private func current(at path: String) -> Int? {
    let depths = places.map { place in
      place.paths.filter { Self.holds($0, path) }.map(\.utf8.count).max() ?? 0
    }
    return depths.indices.filter { depths[$0] > 0 }.max { depths[$0] < depths[$1] }
  }

  private static func holds(_ place: String, _ path: String) -> Bool {
    guard path.utf8.starts(with: place.utf8) else { return false }
    let next = path.utf8.dropFirst(place.utf8.count).first
    return next == nil || next == UInt8(ascii: "/")
  }
}

/// The menus of all roles in all languages.
struct Menus: Sendable {
  private let all: [Menu]

  init(_ entries: [NavigationEntry], icons: String, strings: Strings) {
    all = Role.allCases.flatMap { role in
      Locale.allCases.map { locale in
        Menu(entries, for: role, icons: icons) { strings.text(Message($0), locale) }
      }
    }
  }

  func menu(of role: Role, in locale: Locale) -> Menu {
    all[role.index * Locale.allCases.count + locale.index]
  }
}

extension Locale {
  /// Its place in `allCases` and so in the catalogues.
  var index: Int {
    switch self {
    case .en: 0
    case .ru: 1
    case .zh: 2
    }
  }
}
