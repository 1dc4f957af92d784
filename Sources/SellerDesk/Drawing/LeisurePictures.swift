extension Scene {
  mutating func book() {
    shadow(50, 79, 36, 5.5)
    fill("M27 22h44c2 0 3 1 3 3v51c0 2-1 3-3 3h-44z", body.darker(0.45))
    fill("M28 72h45v5.4h-45z", .down(Colour(0xE9E2D4), Colour(0xFBF7EE)))
    for y in [73.4, 74.8, 76.2] as [Float] {
      line("M29 \(y)h43", width: 0.3, .ink, opacity: 0.25)
    }
    fill("M27 19h44c2 0 3 1 3 3v50h-47z", .across(body.darker(0.1), body, body.darker(0.12)))
    fill(
      "M22 25c0-4 2-6 5-6v60c-3 0-5-2-5-5z",
      .across(body.darker(0.4), body.darker(0.15), body.darker(0.3)))
    fill("M29.4 19h1.2v53h-1.2z", body.darker(0.5), opacity: 0.4)
    fill(.circle(52, 39, 11), accent)
    fill(.circle(56, 35.6, 8.6), .across(body, body, body.darker(0.1)))
    fill(.box(38, 56, 28, 2.6, corner: 1.2), accent.lighter(0.35))
    fill(.box(43, 61.4, 18, 1.6, corner: 0.8), accent.lighter(0.35), opacity: 0.7)
    fill("M62 19h5v24l-2.5 -3l-2.5 3z", accent.darker(0.2))
    light(40, 30, 16, 14, opacity: 0.14)
  }

  mutating func headphones() {
    shadow(48, 80, 38)
    let band = Outline.ellipse(48, 48, 31, 33).without(.ellipse(48, 49, 26.4, 28.6))
    let arc = band.mapped { Point($0.x, min($0.y, 54)) }
    fill(arc, .round(body.darker(0.25)))
    let pad = Outline.ellipse(48, 47, 27.6, 29.8).without(.ellipse(48, 48.4, 25.2, 27.4))
    fill(pad.mapped { Point($0.x, min($0.y, 34)) }, body.lighter(0.2))
    for (x, turn) in [(20, 8), (76, -8)] as [(Float, Float)] {
      let centre = Point(x, 61)
      let inner = x < 48 ? x + 5.5 : x - 5.5
      fill(
        Outline.box(inner - 5, 45, 10, 32, corner: 5).turned(turn, around: centre),
        .round(Colour(0x3A3F42)))
      fill(Outline.box(x - 7.6, 43, 13, 36, corner: 6.4).turned(turn, around: centre), .round(body))
      fill(
        Outline.box(x - 4.6, 50, 7, 22, corner: 3.4).turned(turn, around: centre), .round(accent),
        opacity: 0.9)
    }
    light(36, 21, 12, 4, opacity: 0.35)
    light(15, 54, 2.4, 9, opacity: 0.4)
  }
}
