import Foundation

@testable import Template

/// A value of any shape, as a view: only for the cases of the Mustache specification.
indirect enum JSON: View, Equatable {
  case null
  case bool(Bool)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  static var fields: [Field<JSON>] { [] }

  init(_ value: Any?) {
    switch value {
    case let text as String: self = .text(text)
    case let list as [Any]: self = .list(list.map(JSON.init))
    case let object as [String: Any]: self = .object(object.mapValues(JSON.init))
    case let number as NSNumber:
      let isBool = String(cString: number.objCType) == "c"
      self = isBool ? .bool(number.boolValue) : .text(number.stringValue)
    default: self = .null
    }
  }

  func member(_ name: String) -> JSON? {
    if name == "." { return self }
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// What a section over this value enters.
  var elements: [JSON] {
    switch self {
    case .null, .bool(false): []
    case .list(let elements): elements
    case .bool, .text, .object: [self]
    }
  }
}

/// What the names of a template mean for sample values. The specification wants null for a name
/// that is nowhere and for a broken chain of names; real views refuse both.
struct JSONNames: Sendable {
  /// Names that stand behind a dot somewhere in the template.
  var chained: Set<String>

  func schema(of samples: [JSON], isOutermost: Bool = false) -> Schema {
    Schema(type: "JSON") {
      Schema.Names(declared: []) { name in
        let members = samples.compactMap { $0.member(name) }
        let isKnown = !members.isEmpty || isOutermost || chained.contains(name)
        return isKnown ? accessor(name, samples: members) : nil
      }
    }
  }

  private func accessor(_ name: String, samples: [JSON]) -> Accessor {
    Accessor(
      name: name,
      value: .bytes(
        .text, escaped: { view, out in out.appendEscaped(JSON.text(name, view)) },
        plain: { view, out in out.append(JSON.text(name, view)) }),
      isShown: { !(JSON.at($0).member(name)?.elements ?? []).isEmpty },
      scope: Accessor.Scope(schema: schema(of: samples.flatMap(\.elements)), isList: false) {
        view, body in
        for element in JSON.at(view).member(name)?.elements ?? [] {
          withUnsafePointer(to: element) { body(UnsafeRawPointer($0)) }
        }
      })
  }
}

extension JSON {
  fileprivate static func text(_ name: String, _ view: UnsafeRawPointer) -> String {
    if case .text(let text) = JSON.at(view).member(name) { text } else { "" }
  }
}
