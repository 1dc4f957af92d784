import Commerce
import Office
import Template

/// The content score with its terms, so that anybody can add them up.
struct ScoreView: View {
  let title: String
  let groups: [ScoreGroupView]

  static let fields: [Field<ScoreView>] = [
    .text("title") { $0.title },
    .list("groups") { $0.groups },
  ]
}

struct ScoreGroupView: View {
  let name: String
  /// "24 of 30".
  let points: String
  let missing: [CheckView]

  static let fields: [Field<ScoreGroupView>] = [
    .text("name") { $0.name },
    .text("points") { $0.points },
    .list("missing") { $0.missing },
  ]
}

extension ProductEditor {
  /// The score of the version in the form; its pictures are those of the form.
  func score(_ category: Category, _ pictures: [Picture]) -> ScoreView {
    var content = revision.content
    content.pictures = pictures
    let score = ContentScore(content, in: category)
    return ScoreView(
      title: context.text("quality.score", ["score": "\(score.value)"]),
      groups: score.groups.map(view))
  }

  private func view(_ group: ContentScore.Group) -> ScoreGroupView {
    let key = "quality.group.\(group.key.rawValue)"
    let missing = group.conditions.filter { !$0.isMet }.map { condition in
      CheckView(
        mark: .warn,
        text: context.text(
          "quality.condition.\(condition.key)",
          ["title": "\(ContentScore.longTitle)", "description": "\(ContentScore.longDescription)"]),
        hint: context.text(
          "quality.worth", ["points": points(group.weight * condition.cost)]),
        href: canEdit && !isLocked ? URLText(path: "#\(condition.field)") : nil)
    }
    return ScoreGroupView(
      name: context.text(key),
      points: context.text(
        "quality.points",
        ["points": points(group.weight * group.rating), "most": "\(group.weight)"]),
      missing: missing)
  }

  /// Hundredths of a point as a person reads them: 1350 is 13.5.
  private func points(_ hundredths: Int64) -> String {
    let whole = context.locale.number(hundredths / 100)
    let rest = hundredths % 100 / 10
    return rest == 0 ? whole : whole + (context.locale == .ru ? "," : ".") + "\(rest)"
  }
}
