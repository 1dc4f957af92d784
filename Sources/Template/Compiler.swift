/// Compiles a bound template, whose strings are checked, for one language.
struct Compiler {
  private let catalogue: Catalogue
  private let format: Binder.Format
  private var instructions: [Instruction] = []
  private var literals: [UInt8] = []
  /// Where the run of literal bytes that is still growing begins.
  private var pending = 0
  private var levels = 2
  private var owned: [any AnyObject & Sendable] = []

  private init(_ catalogue: Catalogue, _ format: Binder.Format) {
    self.catalogue = catalogue
    self.format = format
  }

  static func compile(
    _ bound: [Bound], _ catalogue: Catalogue, _ format: Binder.Format
  ) -> Program {
    var compiler = Compiler(catalogue, format)
    compiler.emit(bound)
    _ = compiler.mark()
    return Program(
      instructions: compiler.instructions, literals: compiler.literals, levels: compiler.levels,
      owned: compiler.owned)
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
    default: preconditionFailure("'\(use.key)' was not checked")
    }
  }

  private mutating func emit(
    _ forms: [String: String], _ count: (reference: Reference, numbers: Accessor.Numbers),
    _ use: StringUse
  ) {
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
    guard Message.hasBraces(text) else { return format.write(text.utf8, to: &literals) }
    do {
      for piece in try Message(text).pieces {
        switch piece {
        case .text(let text): format.write(text.utf8, to: &literals)
        case .placeholder(let path):
          let (reference, value, _) = try use.value(of: path)
          emit(value, of: reference)
        }
      }
    } catch {
      preconditionFailure("'\(use.key)' was not checked: \(error.message)")
    }
  }
}
