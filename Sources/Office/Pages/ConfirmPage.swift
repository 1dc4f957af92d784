import Template

/// The question before a risky act: what it would do, the act's button, and the way back.
public struct ConfirmPage: Page {
  public static let template = "forms/confirm"

  /// The list that the thing is in.
  public struct Crumb: View {
    let href: URLText
    let text: String

    public init(_ text: String, _ path: String) {
      self.text = text
      href = URLText(path: path)
    }

    public static let fields: [Field<Crumb>] = [
      .url("href") { $0.href }, .text("text") { $0.text },
    ]
  }

  let crumb: Crumb
  let title: String
  let name: String
  let effects: [String]
  let verb: String
  let action: URLText
  let back: URLText

  /// - Parameters:
  ///   - title: the question.
  ///   - name: what it is about.
  ///   - verb: what the button says.
  ///   - back: the page of the thing.
  public init(
    _ crumb: Crumb, title: String, name: String, effects: [String], verb: String, action: URLText,
    back: URLText
  ) {
    self.crumb = crumb
    self.title = title
    self.name = name
    self.effects = effects
    self.verb = verb
    self.action = action
    self.back = back
  }

  public static let fields: [Field<ConfirmPage>] = [
    .view("crumb") { $0.crumb },
    .text("title") { $0.title },
    .text("name") { $0.name },
    .list("effects") { $0.effects },
    .text("verb") { $0.verb },
    .url("action") { $0.action },
    .url("back") { $0.back },
  ]
}
