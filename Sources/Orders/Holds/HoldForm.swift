import Commerce
import Office
import Template

/// Why postings are put on hold and what their buyers are asked, for one posting and for many.
enum HoldForm {
  /// Nil with a problem noted where something is wrong.
  static func read(_ form: inout FormReader) -> HoldDraft? {
    let reason = form.choice("reason", HoldReason.self)
    let question = form.text("question", 0...1_000, lines: true)
    if reason == .question, question.isEmpty { form.add("question", "form.required") }
    guard let reason, form.problems.isEmpty else { return nil }
    return HoldDraft(reason: reason, question: question)
  }

  static func fields<C: RequestContext>(
    _ context: C, _ form: FormReader?, _ problems: [Problem]
  ) -> (reason: FieldView, question: FieldView) {
    let reason = context.choice(
      "reason", label: context.text("holds.reason"),
      HoldReason.allCases.map { ($0.rawValue, context.text("holds.reason.\($0.rawValue)")) },
      chosen: form?.typed("reason") ?? "", problems: problems)
    var question = FieldView("question", label: context.text("holds.question"))
    question.hint = context.text("holds.questionHint")
    question.isOptional = true
    question.rows = 3
    question.value = form?.typed("question") ?? ""
    question.error = context.error(of: "question", in: problems)
    return (reason, question)
  }
}

extension HoldDraft {
  /// As an item of bulk work keeps it.
  var texts: [String: String] {
    question.isEmpty
      ? ["hold": reason.rawValue] : ["hold": reason.rawValue, "question": question]
  }

  /// Nil where an item says nothing of a hold.
  init?(_ item: JSON) {
    guard let reason = item.texts["hold"].flatMap(HoldReason.init) else { return nil }
    self.init(reason: reason, question: item.texts["question"] ?? "")
  }
}
