/// What a template may show: a plain value that declares its fields by name.
///
/// A page, a row of a list and the frame around all pages are views. The list of fields is read
/// once, when a template is bound; rendering only calls the closures in it.
public protocol View: Sendable {
  /// Every name a template can use on this value. A name is declared once.
  static var fields: [Field<Self>] { get }
}

/// The frame of a template that has none: mail, fragments, test pages.
public struct NoFrame: View {
  /// No names.
  public static var fields: [Field<NoFrame>] { [] }

  public init() {}
}

/// A list or an optional of plain text: inside its section `{{.}}` is the text.
extension String: View {
  public static var fields: [Field<String>] { [.text(".") { $0 }] }
}

/// A list or an optional of numbers: inside its section `{{.}}` is the number, grouped.
extension Int64: View {
  public static var fields: [Field<Int64>] { [.number(".") { $0 }] }
}

/// A list or an optional of addresses: inside its section `{{.}}` is the address.
extension URLText: View {
  public static var fields: [Field<URLText>] { [.url(".") { $0 }] }
}

/// A list or an optional of trusted fragments: inside its section `{{.}}` is the fragment.
extension Markup: View {
  public static var fields: [Field<Markup>] { [.markup(".") { $0 }] }
}
