/// Draws rows of dark and light modules as one SVG path, a rectangle for each dark run.
struct SVGModules {
  private(set) var path = ""

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
    if length > 0 { path += "M\(end - length) \(y)h\(length)v1h-\(length)z" }
  }
}
