import Commerce
import Office
import SQL
import Template

extension ProductEditor {
  func heading(_ typed: String) -> String {
    if !product.title.isEmpty { return product.title }
    return typed.isEmpty ? context.text("products.untitled") : typed
  }

  /// The listing's state, and the newest version's where it is another.
  var badges: [BadgeView] {
    let state = context.badge(product.state, product.pending, product.blockers, refusal)
    guard product.state != .new, product.pending != .none else { return [state.badge] }
    let isRejected = refusal?.isRejected ?? false
    let tone: Tone =
      switch product.pending {
      case .none, .draft: .neutral
      case .review: .info
      case .fixes: isRejected ? .bad : .warn
      }
    let name = context.text(
      "products.version.\(isRejected ? "rejected" : product.pending.rawValue)",
      ["number": "\(revision.number)"])
    return [state.badge, BadgeView(name, tone)]
  }

  var summary: String {
    let time = context.time(product.updatedAt)
    guard let name = product.updatedBy else {
      return context.text("products.edit.saved", ["time": time])
    }
    return context.text("products.edit.savedBy", ["time": time, "name": name])
  }

  /// Why the platform took it off sale; empty where it did not.
  func banner() throws(SQLError) -> String {
    guard let suspension = product.suspension else { return "" }
    if suspension == .document { return context.text("suspensions.banner.document") }
    return context.text(
      "suspensions.banner",
      [
        "reason": context.text(suspension.key),
        "note": try SuspensionStore.note(of: product.id, in: context.reader),
      ])
  }

  /// What the moderator wrote, above the form.
  var answered: String {
    guard !reasons.isEmpty else { return "" }
    return context.text("products.edit.returned", count: Int64(reasons.count))
  }

  /// The moderator's reasons by part, each with what to do about it.
  var notes: [String: String] {
    var notes: [String: String] = [:]
    for reason in reasons {
      let text = context.text(
        "products.reason.line",
        [
          "reason": context.text(reason.code.key), "fix": context.text(reason.code.key + ".fix"),
          "example": context.text(reason.code.key + ".example"),
        ])
      let before = notes[reason.field.rawValue].map { $0 + " " } ?? ""
      notes[reason.field.rawValue] = before + text
    }
    return notes
  }

  func fields(_ pictures: [Picture]) -> [PictureFieldView] {
    pictures.enumerated().map { index, picture in
      let number = context.text("products.picture.number", ["number": "\(index + 1)"])
      return PictureFieldView(
        index: index, count: pictures.count, href: URLText(path: picture.path),
        token: tokens.text(picture), name: picture.alt.isEmpty ? number : picture.alt,
        alt: picture.alt)
    }
  }

  func stock(_ values: FormValues, _ errors: [String: String]) -> [StockFieldView] {
    balances.map { balance in
      let name = StockCount.field(balance.warehouse)
      var field = FieldView(name, label: balance.name)
      field.value = values[name].isEmpty ? "\(balance.onHand)" : values[name]
      field.error = errors[name] ?? ""
      field.inputMode = "numeric"
      let was = values["\(name)_was"]
      return StockFieldView(
        control: field, was: was.isEmpty ? "\(balance.onHand)" : was,
        reserved: balance.reserved, available: balance.available, canCount: canEdit && canCount,
        onHand: balance.onHand)
    }
  }

  /// Every reason why buyers don't see it, each with the way out.
  var why: [CheckView] {
    if isPaused { return [holiday] + blockers }
    if product.blockers.isEmpty {
      return [CheckView(mark: .ok, text: context.text("products.why.visible"))]
    }
    return blockers
  }

  private var holiday: CheckView {
    CheckView(
      mark: .warn, text: context.text("stock.pause.why"),
      hint: context.text("stock.pause.whyFix"), href: URLText(path: "/warehouses"))
  }

  private var blockers: [CheckView] {
    product.blockers.all.map { blocker in
      CheckView(
        mark: blocker == .notApproved || blocker == .hidden ? .warn : .bad,
        text: context.text("products.blocker.\(blocker.key)"),
        hint: context.text(hint(blocker)), href: fix(blocker))
    }
  }

  /// What to do about it; a version that is with a moderator, or came back, is not just submitted.
  private func hint(_ blocker: Blockers) -> String {
    let key = "products.blocker.\(blocker.key)"
    guard blocker == .notApproved else { return key + ".fix" }
    switch product.pending {
    case .none, .draft: return key + ".fix"
    case .review, .fixes: return "\(key).\(product.pending.rawValue)"
    }
  }

  private func fix(_ blocker: Blockers) -> URLText? {
    switch blocker {
    case .noPrice: URLText(path: "#price")
    case .noStock: URLText(path: "/products/\(product.id)/stock")
    default: nil
    }
  }

  /// What the automatic checks say to the stored draft, before it is sent. Pictures are those of
  /// the form, so that every hit leads to a field that is there.
  func checks(_ category: Category, _ pictures: [Picture]) throws -> [CheckView] {
    guard revision.state == .draft else { return [] }
    var shown = revision.content
    shown.pictures = pictures
    let doubles = try DuplicateStore(rows: context.reader).duplicates(of: product.id, shown)
    let content = ContentChecks(
      content: shown, terms: product.terms, category: category, duplicates: doubles)
    let labels = FieldLabels(category: category, locale: context.locale, text: context.text)
    let hits = content.hits.map { hit in
      let problem = labels.problem(Problem(hit.field, hit.message)) { context.text($0) }
      return CheckView(
        mark: hit.severity == .block ? .bad : .warn, text: problem.text, href: problem.href)
    }
    return hits.isEmpty
      ? [CheckView(mark: .ok, text: context.text("products.checks.passed"))] : hits
  }

  /// Where the version stands in the queue, or what the moderator wrote.
  func review() throws -> [String] {
    var lines: [String] = []
    if revision.state == .submitted, let submitted = revision.submittedAt {
      lines.append(context.text("products.review.sent", ["time": context.time(submitted)]))
      let ahead = try ModerationStore(rows: context.open).ahead(of: submitted)
      lines.append(
        ahead == 0
          ? context.text("products.review.next")
          : context.text("products.review.ahead", count: ahead))
    } else if let id = revision.reasonsOf,
      let message = try RevisionStore(rows: context.reader).revision(id)?.message
    {
      lines.append(context.text("products.review.returned"))
      if !message.isEmpty { lines.append(message) }
    }
    if product.live != nil, product.open != nil {
      lines.append(context.text("products.review.live"))
    }
    return lines
  }

  var links: ProductLinks {
    var links = ProductLinks(path: "/products/\(product.id)")
    guard context.member?.may(.editProducts) ?? false else { return links }
    let isLive = product.live != nil && product.state != .archived
    links.canWithdraw = isLocked && canEdit && !isAppealed
    links.canHide = isLive && product.state != .hidden
    links.canShow = product.state == .hidden
    links.canArchive = isLive
    links.canRestore = product.state == .archived
    links.canDelete = product.live == nil
    return links
  }
}
