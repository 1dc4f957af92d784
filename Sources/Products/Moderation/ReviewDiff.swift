import Commerce
import Office
import Template

/// A run of text: plain, taken out, put in, or found by a check.
struct SegmentView: View {
  let text: String
  var change = TextDiff.Change.same
  var isMarked = false

  static let fields: [Field<SegmentView>] = [
    .text("text") { $0.text },
    .flag("isRemoved") { $0.change == .removed && !$0.isMarked },
    .flag("isAdded") { $0.change == .added && !$0.isMarked },
    .flag("isMarked") { $0.isMarked },
    .flag("isPlain") { $0.change == .same && !$0.isMarked },
  ]

  /// Cuts the text at the first place of each excerpt, which becomes a marked run.
  static func marking(
    _ excerpts: [String], in text: String, _ change: TextDiff.Change = .same
  ) -> [SegmentView] {
    for excerpt in excerpts where !excerpt.isEmpty {
      guard let range = text.firstRange(of: excerpt) else { continue }
      return marking(excerpts, in: String(text[..<range.lowerBound]), change)
        + [SegmentView(text: excerpt, change: change, isMarked: true)]
        + marking(excerpts, in: String(text[range.upperBound...]), change)
    }
    return text.isEmpty ? [] : [SegmentView(text: text, change: change)]
  }
}

/// A field that differs from the live version.
struct ChangeView: View {
  let name: String
  let old: [SegmentView]
  let new: [SegmentView]

  static let fields: [Field<ChangeView>] = [
    .text("name") { $0.name },
    .list("old") { $0.old },
    .list("new") { $0.new },
  ]
}

/// A picture of the version under review.
struct ReviewPictureView: View {
  enum Change: Sendable { case same, added, removed }

  let href: URLText
  let alt: String
  let note: String
  let change: Change

  static let fields: [Field<ReviewPictureView>] = [
    .url("href") { $0.href },
    .text("alt") { $0.alt },
    .text("note") { $0.note },
    .flag("isAdded") { $0.change == .added },
    .flag("isRemoved") { $0.change == .removed },
    .flag("isSame") { $0.change == .same },
  ]
}

/// A version held against the live one, field by field, as a person reads them.
struct ReviewDiff {
  let old: ProductContent?
  let new: ProductContent
  let category: Category
  let locale: Locale
  let text: (String, [String: String]) -> String
  /// Words that checks found in the new version.
  let excerpts: [String]

  /// The facts of a version in the order of the form.
  func facts(_ content: ProductContent) -> [(name: String, value: String)] {
    let yes = text("products.yes", [:])
    let size = { (name: String, value: Int64?) in
      (text("products.field.\(name)", [:]), value.map { locale.number($0) } ?? "")
    }
    var facts = [
      (text("products.field.title", [:]), content.title),
      (text("products.field.description", [:]), content.description),
      (text("products.field.brand", [:]), content.brand),
    ]
    for attribute in category.attributes {
      let value = attribute.text(content.attributes[attribute.key], locale, yes: yes)
      facts.append((attribute.name[locale], value ?? ""))
    }
    return facts + [
      size("weight", content.weight), size("length", content.length),
      size("width", content.width), size("height", content.height),
    ]
  }

  /// What buyers read below the description.
  var specifications: [FactView] {
    facts(new).dropFirst(2).filter { !$0.value.isEmpty }.map {
      FactView(name: $0.name, value: $0.value)
    }
  }

  /// The fields that differ; empty where nothing is live.
  var changes: [ChangeView] {
    guard let old else { return [] }
    return zip(facts(old), facts(new)).compactMap { before, after in
      guard before.value != after.value else { return nil }
      let pieces = TextDiff.pieces(from: before.value, to: after.value)
      return ChangeView(
        name: after.name,
        old: pieces.filter { $0.change != .added }.map {
          SegmentView(text: $0.text, change: $0.change)
        },
        new: pieces.filter { $0.change != .removed }.flatMap {
          SegmentView.marking(excerpts, in: $0.text, $0.change)
        })
    }
  }

  var pictures: [ReviewPictureView] {
    let before = Set(old?.pictures.map(\.name) ?? [])
    let after = Set(new.pictures.map(\.name))
    let shown = new.pictures.enumerated().map { index, picture in
      let isNew = old != nil && !before.contains(picture.name)
      return view(picture, isNew ? .added : .same, number: index + 1)
    }
    let removed = old?.pictures.filter { !after.contains($0.name) } ?? []
    return shown + removed.map { view($0, .removed, number: 0) }
  }

  private func view(
    _ picture: Picture, _ change: ReviewPictureView.Change, number: Int
  ) -> ReviewPictureView {
    let size = "\(picture.width) × \(picture.height)"
    let note =
      switch change {
      case .same: text("moderation.picture.same", ["number": "\(number)", "size": size])
      case .added: text("moderation.picture.added", ["size": size])
      case .removed: text("moderation.picture.removed", [:])
      }
    return ReviewPictureView(
      href: URLText(path: picture.path), alt: picture.alt, note: note, change: change)
  }
}
