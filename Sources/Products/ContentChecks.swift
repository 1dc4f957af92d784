import Commerce
import Office

/// What an automatic check found.
struct CheckHit: Sendable, Hashable {
  enum Severity: Sendable {
    /// It can't be submitted like this.
    case block
    /// It may be submitted; the moderator sees it too.
    case warn
  }

  /// The input that must change.
  let field: String
  let code: ReasonCode
  let severity: Severity
  let message: Message
  /// The words that were found, as written.
  var excerpt = ""
}

/// The checks that run when a seller submits and again before the moderator: the same code, so
/// that nothing predictable comes back a day later.
struct ContentChecks {
  static let shortestTitle = 10
  static let longestTitle = 200
  static let shortestDescription = 30

  let content: ProductContent
  let terms: ProductTerms
  let category: Category
  /// What looks the same in the shop.
  var duplicates: [Duplicate] = []

  /// Every hit, in the order of the form.
  var hits: [CheckHit] {
    title + description + words("brand", content.brand) + identity + attributes + size + pictures
      + price + doubles
  }

  private var title: [CheckHit] {
    let length = TextRules.width(content.title)
    var hits = words("title", content.title)
    if content.title.isEmpty {
      hits.append(missing("title"))
    } else if length < Self.shortestTitle || length > Self.longestTitle {
      let values = ["min": "\(Self.shortestTitle)", "max": "\(Self.longestTitle)"]
      hits.append(hit("title", .language, .block, "products.check.titleLength", values))
    }
    if TextRules.isShouted(content.title) {
      hits.append(hit("title", .language, .block, "products.check.capitals"))
    }
    return hits
  }

  private var description: [CheckHit] {
    var hits = words("description", content.description)
    if content.description.isEmpty {
      hits.append(missing("description"))
    } else if TextRules.width(content.description) < Self.shortestDescription {
      let values = ["min": "\(Self.shortestDescription)"]
      hits.append(hit("description", .language, .warn, "products.check.descriptionShort", values))
    }
    return hits
  }

  private var identity: [CheckHit] { terms.offerID.isEmpty ? [missing("offer_id")] : [] }

  private var attributes: [CheckHit] {
    category.attributes.compactMap { attribute in
      let value = content.attributes[attribute.key] ?? ""
      if value.isEmpty { return attribute.isRequired ? missing(attribute.field) : nil }
      // The definition may have changed since the value was saved.
      return attribute.problem(with: value).map { message in
        CheckHit(
          field: attribute.field, code: .missingRequiredAttribute, severity: .block,
          message: message)
      }
    }
  }

  private var size: [CheckHit] {
    let sides = [
      ("weight", content.weight), ("length", content.length), ("width", content.width),
      ("height", content.height),
    ]
    let absent = sides.filter { $0.1 == nil }.map { missing($0.0) }
    guard absent.isEmpty else { return absent }
    let volume = sides.dropFirst().reduce(1.0) { $0 * Double($1.1 ?? 0) } / 1000
    let density = Double(content.weight ?? 0) / max(volume, 0.001)
    // Gold has 19.3 g/cm3, a box of feathers about 0.003.
    guard density > 20 || density < 0.002 else { return [] }
    return [hit("weight", .dimensionImplausible, .warn, "products.check.density")]
  }

  private var pictures: [CheckHit] {
    guard let main = content.pictures.first else { return [missing("pictures")] }
    var hits: [CheckHit] = []
    let rules = category.pictures
    let values = [
      "width": "\(main.width)", "height": "\(main.height)", "min": "\(rules.leastPixels)",
      "ratio": rules.ratio?.text ?? "",
    ]
    if max(main.width, main.height) < rules.leastPixels {
      hits.append(hit("pictures", .imageTooSmall, .block, "products.check.pictureSmall", values))
    }
    if let ratio = rules.ratio, !ratio.fits(width: main.width, height: main.height) {
      hits.append(hit("pictures", .imageTooSmall, .warn, "categories.check.ratio", values))
    }
    for (index, picture) in content.pictures.enumerated() where picture.alt.isEmpty {
      hits.append(
        hit(
          "alt_\(index)", .language, .warn, "products.check.alt", ["number": "\(index + 1)"]))
    }
    return hits
  }

  private var price: [CheckHit] {
    guard let price = terms.price else {
      return [hit("price", .priceAnomaly, .warn, "products.check.noPrice")]
    }
    guard let cost = terms.cost, cost > price else { return [] }
    return [hit("price", .priceAnomaly, .warn, "products.check.belowCost")]
  }

  private var doubles: [CheckHit] {
    duplicates.map { double in
      hit(
        double.kind == .picture ? "pictures" : "title", .duplicateListing, .warn,
        "quality.duplicate.\(double.kind.rawValue)", ["name": double.name])
    }
  }

  private func words(_ field: String, _ text: String) -> [CheckHit] {
    TextRules.findings(in: text).map { finding in
      let key =
        switch finding.code {
        case .contactInText: "products.check.contact"
        case .prohibitedWord: "products.check.word"
        default: "products.check.claim"
        }
      let severity: CheckHit.Severity = finding.code == .misleadingClaim ? .warn : .block
      return CheckHit(
        field: field, code: finding.code, severity: severity,
        message: Message(key, ["words": finding.words]), excerpt: finding.words)
    }
  }

  private func missing(_ field: String) -> CheckHit {
    hit(field, .missingRequiredAttribute, .block, "products.check.required.\(Self.kind(of: field))")
  }

  private static func kind(of field: String) -> String {
    field.hasPrefix("attribute_") ? "attribute" : field
  }

  private func hit(
    _ field: String, _ code: ReasonCode, _ severity: CheckHit.Severity, _ key: String,
    _ values: [String: String] = [:]
  ) -> CheckHit {
    CheckHit(field: field, code: code, severity: severity, message: Message(key, values))
  }
}
