/// Compiles a bound template for one language.
struct Compiler {
  private let catalogue: Catalogue
  private let format: Binder.Format
  private let isChecked: Bool
  private var instructions: [Instruction] = []
  private var literals: [UInt8] = []
  /// Where the run of literal bytes that is still growing begins.
  private var pending = 0
  private var levels = 2
  private var owned: [any AnyObject & Sendable] = []
  private(set) var faults = Faults()
  /// Names of the page that the strings use.
  private(set) var used: Set<String> = []

  init(catalogue: Catalogue, format: Binder.Format, isChecked: Bool) {
    self.catalogue = catalogue
    self.format = format
    self.isChecked = isChecked && format == .html
  }

  mutating func compile(_ bound: [Bound]) -> Program {
    emit(bound)
    _ = mark()
    return Program(
      instructions: instructions, literals: literals, levels: levels, owned: owned)
  }

  private mutating func emit(_ bound: [Bound]) {
    for part in bound {
      switch part {
      case .literal(let bytes): literals += bytes
      case .value(let reference, let value): emit(value, of: reference)
      case .string(let use): emit(use)
      case .condition(let level, let isShown, let isInverted, let body):
        let condition = own(Condition(isShown))
        emitBody(body) {
          .condition(level: level, condition, shown: !isInverted, end: $0)
        }
      case .each(let level, let each, let inner, let body):
        levels = max(levels, inner + 1)
        let loop = own(Loop(each))
        emitBody(body) { .each(level: level, loop, inner: inner, end: $0) }
      }
    }
  }

  private mutating func emitBody(
    _ body: [Bound], _ head: (_ end: Int) -> Instruction.Act
  ) {
    let index = instructions.count
    add(head(index))
    emit(body)
    instructions[index].act = head(mark())
  }

  private mutating func emit(_ value: Accessor.Value, of reference: Reference) {
    let emitter = own(Emitter(emission(of: value)))
    add(.value(level: reference.level, emitter))
  }

  private func emission(of value: Accessor.Value) -> Accessor.Emit {
    switch (value, format) {
    case (.bytes(_, let escaped, _), .html): return escaped
    case (.bytes(_, _, let plain), .plainText): return plain
    case (.number(let numbers), _):
      let write = catalogue.number
      return { view, out in
        numbers(view) { number in
          var digits: [UInt8] = []
          write(number, &digits)
          out.appendEscaped(digits)
        }
      }
    }
  }

  /// Adds a step that writes the pending literal bytes first.
  private mutating func add(_ act: Instruction.Act) {
    let count = literals.count - pending
    instructions.append(Instruction(start: pending, count: count, act: act))
    pending = literals.count
  }

  /// Makes the next instruction a place to go to: what is pending belongs before it.
  private mutating func mark() -> Int {
    if literals.count > pending { add(.jump(to: instructions.count + 1)) }
    return instructions.count
  }

  private mutating func own<Object: AnyObject & Sendable>(_ object: Object) -> Unmanaged<Object> {
    owned.append(object)
    return Unmanaged.passUnretained(object)
  }
}

extension Compiler {
  private mutating func emit(_ use: StringUse) {
    switch (catalogue.entries[use.key], use.count) {
    case (.text(let text), nil): emit(text, use)
    case (.plural(let forms), let count?): emit(forms, count, use)
    case (nil, _): fault("there is no string '\(use.key)'", use)
    case (.text, _): fault("the string '\(use.key)' has no plural forms", use)
    case (.plural, nil): fault("the string '\(use.key)' has plural forms: name a number", use)
    }
  }

  private mutating func emit(
    _ forms: [String: String], _ count: (reference: Reference, numbers: Accessor.Numbers),
    _ use: StringUse
  ) {
    guard forms["other"] != nil else {
      return fault("the string '\(use.key)' has no plural form 'other'", use)
    }
    let sorted = forms.sorted { $0.key < $1.key }
    add(chooser(sorted.map(\.key), count))
    let table = instructions.count
    for _ in sorted { add(.jump(to: table)) }
    var exits: [Int] = []
    for (index, form) in sorted.enumerated() {
      instructions[table + index].act = .jump(to: instructions.count)
      emit(form.value, use)
      exits.append(instructions.count)
      add(.jump(to: table))
    }
    for exit in exits { instructions[exit].act = .jump(to: instructions.count) }
  }

  private mutating func chooser(
    _ names: [String], _ count: (reference: Reference, numbers: Accessor.Numbers)
  ) -> Instruction.Act {
    let plural = catalogue.plural
    let other = names.firstIndex(of: "other") ?? 0
    let numbers = count.numbers
    let chooser = Chooser { view in
      var index = other
      numbers(view) { index = names.firstIndex(of: plural($0)) ?? other }
      return index
    }
    return .choose(level: count.reference.level, own(chooser))
  }

  private mutating func emit(_ text: String, _ use: StringUse) {
    do {
      for piece in try Message(text).pieces {
        switch piece {
        case .text(let text): literals += format.bytes(of: text)
        case .placeholder(let path): try emit(path, use)
        }
      }
    } catch {
      fault("the string '\(use.key)': \(error.message)", use)
    }
  }

  private mutating func emit(_ placeholder: Path, _ use: StringUse) throws(Malformed) {
    if let count = use.count, placeholder.text == "count" {
      return emit(.number(count.numbers), of: count.reference)
    }
    let reference = try use.scopes.resolve(placeholder)
    if reference.level == Scopes.page { used.insert(placeholder.first) }
    let value = try reference.value()
    if isChecked, let refusal = use.context.refusal(of: value.writing) {
      throw Malformed("{\(placeholder.text)}: \(refusal)")
    }
    emit(value, of: reference)
  }

  private mutating func fault(_ message: String, _ use: StringUse) {
    let locale = catalogue.locale
    faults.add(locale.isEmpty ? message : "\(message) (\(locale))", at: use.position)
  }
}
