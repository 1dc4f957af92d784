/// The dark modules of a bar or matrix code as horizontal runs: the one model that is drawn into
/// SVG and PDF alike.
public struct ModuleRuns: Sendable {
  struct Run: Sendable, Hashable {
    let x: Int
    let y: Int
    let length: Int
  }

  /// With the light margins, in modules.
  public let width: Int
  public let height: Int
  private(set) var runs: [Run] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Adds the row at height `y`, its first module at `x`.
  mutating func addRow(_ modules: some Collection<Bool>, x: Int, y: Int) {
    var (position, run) = (x, 0)
    for isDark in modules {
      if isDark {
        run += 1
      } else {
        addRun(run, endingAt: position, y)
        run = 0
      }
      position += 1
    }
    addRun(run, endingAt: position, y)
  }

  private mutating func addRun(_ length: Int, endingAt end: Int, _ y: Int) {
    if length > 0 { runs.append(Run(x: end - length, y: y, length: length)) }
  }

  /// As SVG path data, a rectangle for each run.
  var svgPath: String {
    runs.map { "M\($0.x) \($0.y)h\($0.length)v1h-\($0.length)z" }.joined()
  }
}

extension Code128 {
  /// The bars, one module high.
  public var runs: ModuleRuns {
    var runs = ModuleRuns(width: width, height: 1)
    runs.addRow(modules, x: Self.quietZone, y: 0)
    return runs
  }
}

extension QRCode {
  /// The dark modules inside their light margin.
  public var runs: ModuleRuns {
    var runs = ModuleRuns(width: width, height: width)
    for y in 0..<size {
      runs.addRow(modules[y * size..<(y + 1) * size], x: Self.quietZone, y: y + Self.quietZone)
    }
    return runs
  }
}
