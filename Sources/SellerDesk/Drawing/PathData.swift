/// The `d` notation of SVG paths (SVG 1.1 section 8.3) without arcs and smooth curves: enough to
/// write a shape in one line.
struct PathData {
  private var rest: Substring
  private var here = Point.zero
  private var polygons: [[Point]] = []

  static func outline(_ text: String) -> Outline {
    var path = PathData(rest: text[...])
    path.read()
    return Outline(polygons: path.polygons)
  }

  /// The points of an open path, to be drawn as a line.
  static func points(_ text: String) -> [Point] { outline(text).polygons.first ?? [] }

  private init(rest: Substring) { self.rest = rest }

  private mutating func read() {
    var command: Character = "M"
    while let letter = nextCharacter() {
      if letter.isLetter {
        rest.removeFirst()
        command = letter
        if letter == "z" || letter == "Z" { here = polygons.last?.first ?? here }
      } else if !draw(command) {
        return
      }
    }
  }

  private mutating func draw(_ command: Character) -> Bool {
    let origin = command.isLowercase ? here : .zero
    switch command {
    case "M", "m":
      guard let point = point(from: origin) else { return false }
      polygons.append([])
      go(to: point)
    case "L", "l":
      guard let point = point(from: origin) else { return false }
      go(to: point)
    case "H", "h":
      guard let x = number() else { return false }
      go(to: Point(origin.x + x, here.y))
    case "V", "v":
      guard let y = number() else { return false }
      go(to: Point(here.x, origin.y + y))
    case "C", "c":
      guard let first = point(from: origin), let second = point(from: origin),
        let end = point(from: origin)
      else { return false }
      curve(first, second, end)
    default: return false
    }
    return true
  }

  private mutating func go(to point: Point) {
    if polygons.isEmpty { polygons.append([]) }
    polygons[polygons.count - 1].append(point)
    here = point
  }

  private mutating func curve(_ first: Point, _ second: Point, _ end: Point) {
    let start = here
    for step in 1...16 {
      let part = Float(step) / 16
      let left = 1 - part
      let head = start * (left * left * left) + first * (3 * left * left * part)
      go(to: head + second * (3 * left * part * part) + end * (part * part * part))
    }
  }

  private mutating func point(from origin: Point) -> Point? {
    guard let x = number(), let y = number() else { return nil }
    return origin + Point(x, y)
  }

  private mutating func nextCharacter() -> Character? {
    rest = rest.drop { $0 == " " || $0 == "," }
    return rest.first
  }

  /// A number ends where the next begins: at a sign, or at a second point.
  private mutating func number() -> Float? {
    guard nextCharacter() != nil else { return nil }
    var text = ""
    while let next = rest.first {
      let isSign = next == "-" && text.isEmpty
      let isPoint = next == "." && !text.contains(".")
      guard next.isNumber || isSign || isPoint else { break }
      text.append(next)
      rest.removeFirst()
    }
    return Float(text)
  }
}
