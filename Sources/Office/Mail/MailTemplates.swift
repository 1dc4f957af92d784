import Commerce
import Template

/// A mail as a template shows it: its first line is the subject, the text begins after an empty
/// line.
public protocol MailView: View {
  /// The template's name below `Templates`, without `.txt`: `mail/shipped`.
  static var template: String { get }
}

extension PageBinding {
  /// Declares that a module sends this mail.
  public static func mail<V: MailView>(_: V.Type) -> PageBinding {
    PageBinding(type: ObjectIdentifier(V.self), name: V.template) { library in
      try library.bind(V.template + ".txt", page: V.self)
    }
  }
}

extension Templates {
  /// Subject and text in the reader's language.
  public func letter<V: MailView>(
    _ mail: V, _ locale: Locale
  ) throws -> (subject: String, text: String) {
    guard let template = bound[ObjectIdentifier(V.self)] as? Template<V, NoFrame> else {
      throw BootError("\(V.template) is not declared by any module")
    }
    var bytes: [UInt8] = []
    template.render(mail, NoFrame(), locale: locale.index, into: &bytes)
    let head = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let text = bytes.dropFirst(head.count).drop { $0 == UInt8(ascii: "\n") }
    return (String(decoding: head, as: UTF8.self), String(decoding: text, as: UTF8.self))
  }
}
