import Template

/// A tab of a list: a page of its own, with the number of its rows.
public struct TabView: View {
  public let href: URLText
  public let label: String
  public let count: Int64
  public let isCurrent: Bool
  public let isHot: Bool

  public init(href: URLText, label: String, count: Int64, isCurrent: Bool, isHot: Bool = false) {
    self.href = href
    self.label = label
    self.count = count
    self.isCurrent = isCurrent
    self.isHot = isHot
  }

  public static let fields: [Field<TabView>] = [
    .url("href") { $0.href },
    .text("label") { $0.label },
    .number("count") { $0.count },
    .flag("isCurrent") { $0.isCurrent },
    .flag("isHot") { $0.isHot && $0.count > 0 },
  ]
}

/// The way through a list (`parts/pager`).
public struct PagerView: View {
  public let text: String
  public let newer: URLText?
  public let older: URLText?

  /// - Parameters:
  ///   - text: what the page shows, such as "50 on a page".
  ///   - newer: the page before; nil at the start.
  ///   - older: the page after; nil at the end.
  public init(text: String, newer: URLText?, older: URLText?) {
    self.text = text
    self.newer = newer
    self.older = older
  }

  public static let fields: [Field<PagerView>] = [
    .text("text") { $0.text },
    .flag("hasNewer") { $0.newer != nil },
    .url("newerHref") { $0.newer ?? URLText(path: "/") },
    .flag("hasOlder") { $0.older != nil },
    .url("olderHref") { $0.older ?? URLText(path: "/") },
  ]
}

/// Time left to a deadline (`parts/due`).
public struct DueView: View {
  public let text: String
  public let exact: String
  public let datetime: String
  public let isSoon: Bool
  public let isOver: Bool

  public static let fields: [Field<DueView>] = [
    .text("text") { $0.text },
    .text("exact") { $0.exact },
    .text("datetime") { $0.datetime },
    .flag("isSoon") { $0.isSoon },
    .flag("isOver") { $0.isOver },
  ]
}

/// Why a list is empty and what to do next (`parts/blank`).
public struct BlankView: View {
  public let title: String
  public let text: String
  public let action: String
  public let href: URLText?
  /// Whether rows exist and the filters hide them.
  public let isFiltered: Bool

  public init(
    title: String, text: String, action: String = "", href: URLText? = nil,
    isFiltered: Bool = false
  ) {
    self.title = title
    self.text = text
    self.action = action
    self.href = href
    self.isFiltered = isFiltered
  }

  public static let fields: [Field<BlankView>] = [
    .text("title") { $0.title },
    .text("text") { $0.text },
    .text("action") { $0.action },
    .flag("hasAction") { $0.href != nil },
    .url("href") { $0.href ?? URLText(path: "/") },
    .flag("isFiltered") { $0.isFiltered },
  ]
}

/// What a state means to the reader, which decides its colour and shape.
public enum Tone: String, Sendable {
  case neutral, info, warn, bad, ok, promo
}

/// A state: glyph, word and colour.
public struct BadgeView: View {
  public let text: String
  public let tone: Tone

  public init(_ text: String, _ tone: Tone) {
    self.text = text
    self.tone = tone
  }

  public static let fields: [Field<BadgeView>] = [
    .text("text") { $0.text },
    .text("tone") { $0.tone.rawValue },
  ]
}

/// A link in the error summary, to the field that must change.
public struct ProblemView: View {
  public let href: URLText
  public let text: String

  public init(field: String, text: String) {
    href = URLText(path: "#" + field)
    self.text = text
  }

  public static let fields: [Field<ProblemView>] = [
    .url("href") { $0.href },
    .text("text") { $0.text },
  ]
}

/// A value and its name in a select, a group of radios or of boxes.
public struct OptionView: View {
  public let value: String
  public let label: String
  public let isSelected: Bool

  public init(value: String, label: String, isSelected: Bool) {
    self.value = value
    self.label = label
    self.isSelected = isSelected
  }

  public static let fields: [Field<OptionView>] = [
    .text("value") { $0.value },
    .text("label") { $0.label },
    .flag("isSelected") { $0.isSelected },
  ]
}
