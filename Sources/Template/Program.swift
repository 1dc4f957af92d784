import Synchronization

/// One step of a program: literal bytes, then an act.
struct Instruction: Sendable {
  /// Where the literal bytes stand.
  var start: Int
  var count: Int
  var act: Act

  /// The references are unmanaged, so that running a program counts no references: reactors
  /// share programs, and shared counters are what threads would fight over.
  enum Act: Sendable {
    case value(level: Int, Unmanaged<Emitter>)
    /// Goes to `end` unless the condition is what `shown` says.
    case condition(level: Int, Unmanaged<Condition>, shown: Bool, end: Int)
    /// Runs the steps up to `end` with each view, which stands at the level `inner`.
    case each(level: Int, Unmanaged<Loop>, inner: Int, end: Int)
    /// Goes to one of the jumps that follow.
    case choose(level: Int, Unmanaged<Chooser>)
    case jump(to: Int)
  }
}

final class Emitter: Sendable {
  let emit: Accessor.Emit
  init(_ emit: @escaping Accessor.Emit) { self.emit = emit }
}

final class Condition: Sendable {
  let isShown: Accessor.Condition
  init(_ isShown: @escaping Accessor.Condition) { self.isShown = isShown }
}

final class Loop: Sendable {
  let each: Accessor.Each
  init(_ each: @escaping Accessor.Each) { self.each = each }
}

final class Chooser: Sendable {
  let choose: @Sendable (UnsafeRawPointer) -> Int
  init(_ choose: @escaping @Sendable (UnsafeRawPointer) -> Int) { self.choose = choose }
}

/// A program that is made when its language is first asked for.
final class LazyProgram: Sendable {
  private let made = AtomicLazyReference<Program>()
  private let make: @Sendable () -> Program

  init(_ make: @escaping @Sendable () -> Program) { self.make = make }

  /// Threads that ask at once may each make one; all get the same.
  var program: Program { made.load() ?? made.storeIfNil(make()) }
}

/// A template compiled for one language: flat steps over one run of literal bytes.
final class Program: Sendable {
  private let instructions: [Instruction]
  private let literals: [UInt8]
  private let levels: Int
  /// Keeps alive what the instructions refer to.
  private let owned: [any AnyObject & Sendable]

  init(
    instructions: [Instruction], literals: [UInt8], levels: Int,
    owned: [any AnyObject & Sendable]
  ) {
    self.instructions = instructions
    self.literals = literals + Array(repeating: 0, count: Output.padding)
    self.levels = levels
    self.owned = owned
  }

  /// Appends the output for a page and a frame, given as addresses of the types the program was
  /// bound to.
  func run(page: UnsafeRawPointer, frame: UnsafeRawPointer, into out: inout [UInt8]) {
    var output = Output(continuing: exchange(&out, with: []))
    withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: levels) { views in
      views.initialize(repeating: page)
      views[Scopes.frame] = frame
      instructions.withUnsafeBufferPointer { instructions in
        literals.withUnsafeBufferPointer { literals in
          let run = Run(instructions: instructions, literals: literals, views: views)
          run.steps(from: 0, to: instructions.count, into: &output)
        }
      }
    }
    out = output.finish()
  }
}

/// A program while it runs.
private struct Run {
  let instructions: UnsafeBufferPointer<Instruction>
  let literals: UnsafeBufferPointer<UInt8>
  /// The current view of each level.
  let views: UnsafeMutableBufferPointer<UnsafeRawPointer>

  func steps(from start: Int, to end: Int, into out: inout Output) {
    var next = start
    while next < end {
      let step = instructions[next]
      next += 1
      if step.count > 0 {
        out.append(padded: literals, from: step.start, count: step.count)
      }
      switch step.act {
      case .value(let level, let emitter):
        emitter._withUnsafeGuaranteedRef { $0.emit(views[level], &out) }
      case .condition(let level, let condition, let shown, let end):
        let isShown = condition._withUnsafeGuaranteedRef { $0.isShown(views[level]) }
        if isShown != shown { next = end }
      case .each(let level, let loop, let inner, let end):
        each(loop, of: views[level], inner: inner, from: next, to: end, into: &out)
        next = end
      case .choose(let level, let chooser):
        next += chooser._withUnsafeGuaranteedRef { $0.choose(views[level]) }
      case .jump(let target): next = target
      }
    }
  }

  private func each(
    _ loop: Unmanaged<Loop>, of view: UnsafeRawPointer, inner: Int, from start: Int, to end: Int,
    into out: inout Output
  ) {
    loop._withUnsafeGuaranteedRef {
      $0.each(view) { view in
        views[inner] = view
        steps(from: start, to: end, into: &out)
      }
    }
  }
}
