/// What a tag would write.
enum Writing: Sendable {
  /// Text and numbers, escaped.
  case text
  /// A `.url` field.
  case url
  /// A `.markup` field.
  case markup
  /// The literal address of an `{{asset}}` or `{{link}}`.
  case address
}

extension HTMLContext {
  /// Why a tag may not write here, or nil when it may.
  func refusal(of writing: Writing) -> String? {
    switch state {
    case .text: nil
    case .escapableText:
      writing == .markup ? "markup cannot stand inside <\(name(tag))>" : tailRefusal
    case .rawText: "no tag can stand inside <\(name(tag))>"
    case .comment, .declarationOpen, .declaration: "no tag can stand in a comment or declaration"
    case .tagOpen, .endTagOpen, .tagName: "no tag can stand in the name of an element"
    case .between, .attributeName, .afterAttributeName:
      "no tag can stand in the name of an attribute"
    case .beforeValue, .unquotedValue: "the value of '\(name(attribute))' is not in quotes"
    case .value: valueRefusal(of: writing)
    }
  }

  private var tailRefusal: String? {
    tail.isEmpty ? nil : "no tag can stand in the name of an element"
  }

  private func valueRefusal(of writing: Writing) -> String? {
    let attribute = name(attribute)
    if isSealed { return "no tag can stand in '\(attribute)'" }
    if writing == .markup { return "markup cannot stand in an attribute" }
    guard isAddress, writing != .address else { return nil }
    guard writing == .url else {
      return "'\(attribute)' takes an address: a url field, {{asset}} or {{link}}"
    }
    return isAtStart ? nil : "a url field must be at the start of '\(attribute)'"
  }

  /// Scripts, styles, documents in attributes, and what can turn into an address later.
  private var isSealed: Bool {
    attribute.starts(with: "on".utf8) || ["style", "srcdoc"].contains(name(attribute))
      || ["animate", "animatemotion", "animatetransform", "set"].contains(name(tag))
      || (tag == Array("meta".utf8) && (isCommand || name(attribute) == "http-equiv"))
  }

  private var isAddress: Bool {
    let local = attribute.split(separator: UInt8(ascii: ":")).last.map { name(Array($0)) } ?? ""
    return HTMLContext.addresses.contains(local)
  }

  private static let addresses: Set<String> = [
    "action", "archive", "background", "cite", "classid", "codebase", "data", "formaction", "href",
    "imagesrcset", "longdesc", "manifest", "ping", "poster", "profile", "src", "srcset",
  ]

  /// Goes on behind something that a tag has written, or was refused: one fault is enough.
  mutating func write() {
    isAtStart = false
    isWritten = true
    switch state {
    case .beforeValue: state = .unquotedValue
    case .tagOpen, .endTagOpen: state = .tagName
    default: break
    }
  }
}

extension HTMLContext {
  /// The context at the edge of a section: names that a section follows are finished.
  var settled: HTMLContext {
    var context = self
    switch state {
    case .tagName, .attributeName: context.state = .between(needsSpace: true)
    case .afterAttributeName: context.state = .between(needsSpace: false)
    default: break
    }
    if case .between = context.state {
      context.attribute = []
      context.isAtStart = false
    }
    return context
  }

  /// The context after something that may be there or not; nil when the two cannot go on alike.
  func merged(with other: HTMLContext) -> HTMLContext? {
    if state == .text, other.state == .text { return HTMLContext() }
    var (left, right) = (self, other)
    left.isAtStart = isAtStart && other.isAtStart
    left.isCommand = isCommand || other.isCommand
    left.isWritten = isWritten || other.isWritten
    right.isAtStart = left.isAtStart
    right.isCommand = left.isCommand
    right.isWritten = left.isWritten
    if case .between(let leftNeeds) = left.state, case .between(let rightNeeds) = right.state {
      left.state = .between(needsSpace: leftNeeds || rightNeeds)
      right.state = left.state
    }
    return left == right ? left : nil
  }
}
