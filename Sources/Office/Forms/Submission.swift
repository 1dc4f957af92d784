import HTTP

/// A posted form that is read field by field.
public protocol PostedForm {
  init(_ fields: FormFields)
  /// What was typed, and what is wrong with it.
  var reader: FormReader { get }
}

/// A page that can show again what was typed, with what is wrong.
public protocol FormPage {
  associatedtype Shown: Page
  var typed: FormReader? { get set }
  var problems: [Problem] { get set }
  func page() throws -> Shown
}

extension WorkContext {
  /// Reads a form and carries it out; where that throws `InvalidForm`, the page is shown again with
  /// 422, what was typed and every problem.
  public func submit<Form: PostedForm, Builder: FormPage>(
    _ builder: Builder, _ body: (inout Form) throws -> Response
  ) throws -> Response {
    var form = Form(try self.form())
    do {
      return try body(&form)
    } catch let invalid as InvalidForm {
      var builder = builder
      builder.typed = form.reader
      builder.problems = invalid.problems
      return render(try builder.page(), status: .unprocessable)
    }
  }
}
