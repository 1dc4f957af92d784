import Commerce
import Office

/// The form of the settings: what was typed, then the settings that it means.
struct DocumentSettingsForm: Sendable {
  var privacy: String
  var paper: String
  var series: String
  var legalName: String
  var taxID: String
  var rate: String

  init(_ settings: DocumentSettings) {
    privacy = String(settings.privacy.rawValue)
    paper = settings.paper.rawValue
    series = settings.series
    legalName = settings.legalName
    taxID = settings.taxID
    rate = settings.rate.map { String($0) } ?? ""
  }

  init(_ form: FormReader) {
    privacy = form.typed("privacy")
    paper = form.typed("paper")
    series = form.typed("series")
    legalName = form.typed("legal_name")
    taxID = form.typed("tax_id")
    rate = form.typed("tax_rate")
  }

  /// The settings, with every problem noted in the form.
  static func read(_ form: inout FormReader) -> DocumentSettings {
    var settings = DocumentSettings()
    if let level = form.choice("privacy", LevelChoice.self) { settings.privacy = level.level }
    settings.paper = form.choice("paper", LabelSize.self) ?? .large
    settings.series = form.text("series", 1...8).uppercased()
    settings.legalName = form.text("legal_name", 0...150)
    settings.taxID = form.text("tax_id", 0...40)
    settings.rate = form.integer("tax_rate", 0...99)
    let isPlain = settings.series.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0)
    }
    if !isPlain { form.add("series", "documents.settings.badSeries") }
    return settings
  }

  private enum LevelChoice: String {
    case open = "1"
    case masked = "2"
    case closed = "3"

    var level: PrivacyLevel {
      switch self {
      case .open: .open
      case .masked: .masked
      case .closed: .closed
      }
    }
  }
}
