import Commerce
import HTTP
import Office
import SQL
import Template

/// The papers of a listing and the form for another.
struct CertificatesPage: Page {
  static let template = "certificates/list"

  let title: String
  let back: URLText
  let errors: ErrorSummary?
  let rows: [CertificateRowView]
  let canEdit: Bool
  let action: URLText
  let kind: FieldView
  let number: FieldView
  let issuer: FieldView
  let expires: FieldView
  let scanError: String

  static let fields: [Field<CertificatesPage>] = [
    .text("title") { $0.title },
    .url("back") { $0.back },
    .optional("errors") { $0.errors },
    .list("rows") { $0.rows },
    .flag("canEdit") { $0.canEdit },
    .url("action") { $0.action },
    .view("kind") { $0.kind },
    .view("number") { $0.number },
    .view("issuer") { $0.issuer },
    .view("expires") { $0.expires },
    .text("scanError") { $0.scanError },
  ]
}

struct CertificateRowView: View {
  let kind: String
  let number: String
  let issuer: String
  let expires: String
  let state: BadgeView
  let scan: URLText?
  let remove: URLText

  static let fields: [Field<CertificateRowView>] = [
    .text("kind") { $0.kind },
    .text("number") { $0.number },
    .text("issuer") { $0.issuer },
    .text("expires") { $0.expires },
    .view("state") { $0.state },
    .optional("scan") { $0.scan },
    .url("remove") { $0.remove },
  ]
}

/// Makes the page.
struct CertificatesBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let product: Product
  let papers: [Certificate]

  /// Throws `Failure.notFound` where the shop has no such product.
  init(_ context: Context, _ id: ProductID) throws {
    guard let product = try ProductStore(rows: context.reader).product(id) else {
      throw Failure.notFound
    }
    self.context = context
    self.product = product
    papers = try CertificateStore(rows: context.reader).papers(of: id)
  }

  var today: LocalDate { context.zone.local(context.now).date }

  func page(
    _ form: FormReader = FormReader(FormFields()), _ problems: [Problem] = []
  ) throws -> CertificatesPage {
    let errors = context.errors(problems)
    let field = { (name: String) -> FieldView in
      var field = FieldView(name, label: context.text("certificates.field.\(name)"))
      field.value = form.typed(name)
      field.error = errors[name] ?? ""
      return field
    }
    var kind = field("kind")
    kind.options = Certificate.Kind.allCases.map {
      OptionView(
        value: $0.rawValue, label: context.text("certificates.kind.\($0.rawValue)"),
        isSelected: $0.rawValue == kind.value)
    }
    var issuer = field("issuer")
    issuer.isOptional = true
    var expires = field("expires")
    expires.type = "date"
    let path = "/products/\(product.id)"
    return CertificatesPage(
      title: context.title(of: product), back: URLText(path: path),
      errors: ErrorSummary(unlessEmpty: problems.map(problem)), rows: papers.map(row),
      canEdit: (context.member?.may(.editProducts) ?? false) && product.state != .archived,
      action: URLText(path: "\(path)/certificates"), kind: kind, number: field("number"),
      issuer: issuer, expires: expires, scanError: errors["scan"] ?? "")
  }

  private func problem(_ problem: Problem) -> ProblemView {
    ProblemView(
      field: problem.field == "scan" ? PictureUploads.field : problem.field,
      text: context.text(
        "parts.errors.line",
        [
          "field": context.text("certificates.field.\(problem.field)"),
          "problem": context.text(problem.message),
        ]))
  }

  private func row(_ paper: Certificate) -> CertificateRowView {
    let path = "/products/\(product.id)/certificates/\(paper.id)"
    return CertificateRowView(
      kind: context.text("certificates.kind.\(paper.kind.rawValue)"), number: paper.number,
      issuer: paper.issuer, expires: context.locale.date(paper.expires),
      state: context.badge(paper.stage(on: today)),
      scan: paper.scan.isEmpty ? nil : URLText(path: "\(path)/scan"),
      remove: URLText(path: "\(path)/removal"))
  }
}

extension RequestContext {
  func badge(_ stage: Certificate.Stage) -> BadgeView {
    switch stage {
    case .valid: BadgeView(text("certificates.stage.valid"), .ok)
    case .ending: BadgeView(text("certificates.stage.ending"), .warn)
    case .over: BadgeView(text("certificates.stage.over"), .bad)
    }
  }
}

/// A paper on the moderator's page.
struct PaperView: View {
  let kind: String
  let note: String
  let scan: URLText?

  static let fields: [Field<PaperView>] = [
    .text("kind") { $0.kind },
    .text("note") { $0.note },
    .optional("scan") { $0.scan },
  ]
}
