import Commerce
import Documents
import HTTP
import Office
import SQL
import Template

struct DocumentSettingsPage: Page {
  static let template = "documents/settings"

  let errors: ErrorSummary?
  let privacy: FieldView
  let paper: FieldView
  let series: FieldView
  let legalName: FieldView
  let taxID: FieldView
  let rate: FieldView
  let hasFonts: Bool

  static let fields: [Field<DocumentSettingsPage>] = [
    .optional("errors") { $0.errors },
    .view("privacy") { $0.privacy },
    .view("paper") { $0.paper },
    .view("series") { $0.series },
    .view("legalName") { $0.legalName },
    .view("taxID") { $0.taxID },
    .view("rate") { $0.rate },
    .flag("hasFonts") { $0.hasFonts },
  ]

  init<C: RequestContext>(
    _ context: C, _ form: DocumentSettingsForm, _ hasFonts: Bool, _ problems: [Problem]
  ) where C.Scope == SellerScope {
    let field = { (name: String, value: String) in
      var view = FieldView(name, label: context.text("documents.settings.\(name)"))
      view.value = value
      view.hint = context.text("documents.settings.\(name).hint")
      view.error = context.error(of: name, in: problems)
      return view
    }
    var privacy = field("privacy", form.privacy)
    privacy.options = PrivacyLevel.allCases.map { level in
      OptionView(
        value: String(level.rawValue), label: context.text("documents.privacy.\(level)"),
        isSelected: String(level.rawValue) == form.privacy)
    }
    var paper = field("paper", form.paper)
    paper.options = LabelSize.allCases.map { size in
      OptionView(
        value: size.rawValue, label: context.text("documents.paper.\(size.rawValue)"),
        isSelected: size.rawValue == form.paper)
    }
    var legalName = field("legal_name", form.legalName)
    var taxID = field("tax_id", form.taxID)
    var rate = field("tax_rate", form.rate)
    (legalName.isOptional, taxID.isOptional, rate.isOptional) = (true, true, true)
    rate.inputMode = "numeric"
    self.privacy = privacy
    self.paper = paper
    series = field("series", form.series)
    self.legalName = legalName
    self.taxID = taxID
    self.rate = rate
    self.hasFonts = hasFonts
    errors = context.summary(
      problems, of: [privacy, paper, series, legalName, taxID, rate])
  }
}
