extension Scene {
  mutating func mug() {
    shadow(49, 77, 32)
    let handle = Outline.ellipse(66, 52, 13, 13).without(.ellipse(66, 52, 8.4, 8.4))
    fill(handle, .round(body.darker(0.14)))
    fill("M24 34h40v30c0 9-5 13-13 13h-14c-8 0-13-4-13-13z", .round(body))
    fill("M24.6 56h38.8v5h-38.8z", .round(accent), opacity: 0.85)
    fill(.ellipse(44, 34, 20, 4.6), body.lighter(0.28))
    fill(
      .ellipse(44, 34.5, 17.8, 3.6), .across(body.darker(0.5), body.darker(0.4), body.darker(0.3)))
    light(32, 50, 4, 15)
  }

  mutating func teapot() {
    shadow(49, 77, 33)
    line(
      "M70 46c9-3 15 2 13 9c-2 6-8 9-14 9", width: 4.6, body.darker(0.24))
    fill("M31 52c-7-1-9-6-13-12l-5 1.5c4 9 6 18 19 22z", .round(body.darker(0.1)))
    fill("M27 56c0-12 9-20 23-20c14 0 23 8 23 20c0 12-8 21-23 21c-15 0-23-9-23-21z", .round(body))
    fill("M36 38c2-6 8-8 14-8c6 0 12 2 14 8z", .round(body.lighter(0.14)))
    fill("M35 38.6c8-1.6 22-1.6 30 0", body.darker(0.35), opacity: 0.7)
    fill(.circle(50, 27, 3.9), .round(accent))
    light(38, 49, 5, 10)
  }

  mutating func pan() {
    let iron = body.mixed(with: Colour(0x2B2F31), 0.72)
    shadow(41, 62, 40, 34)
    fill("M63 39l21 -21c4 -4 10.4 2.4 6.4 6.4l-21.4 20.6z", .round(accent.darker(0.35)))
    line("M84.6 21.4l2.6 -2.6", width: 2, .white, opacity: 0.5)
    fill(.circle(42, 54, 30), .round(iron.darker(0.1)))
    fill(.circle(42, 54, 25.6), .down(iron.darker(0.25), iron.lighter(0.14)))
    fill(.circle(42, 55, 21.5), .down(iron.lighter(0.02), iron.lighter(0.1)))
    line("M26 42c4-5 9-7.5 15-7.5", width: 2, .white, opacity: 0.34)
    light(34, 46, 16, 10, opacity: 0.16)
  }

  mutating func knife() {
    let steel = Colour(0xC3CBD0)
    let centre = Point(48, 50)
    func put(_ path: String) -> Outline { PathData.outline(path).turned(-34, around: centre) }
    let silhouette = put("M6 46c10-5 24-6 54-6h27c4 0 6 2 6 6v3c0 3-2 6-5 6h-66c-8-1-13-4-16-9z")
    for step in 1...5 as ClosedRange<Int> {
      let way = Point(0.5, 0.9) * Float(step)
      fill(silhouette.mapped { $0 + way }, .ink, opacity: 0.07)
    }
    fill(put("M6 46c10-5 24-6 54-6v15h-38c-8-1-13-4-16-9z"), .down(steel, steel.darker(0.16)))
    fill(put("M6 46c10-5 24-6 54-6v5.4c-26 0-44 .4-54 1z"), steel.lighter(0.62))
    fill(put("M58 39.4h5v15.4h-5z"), steel.darker(0.4))
    fill(
      put("M63 40h24c4 0 6 2.5 6 6v3c0 3-2 5-5 5h-25z"),
      .down(accent.darker(0.2), accent.darker(0.5)))
    fill(put("M63 40h24c4 0 6 2.5 6 6h-30z"), accent.lighter(0.05), opacity: 0.55)
    for x in [70, 78, 86] as [Float] {
      fill(Outline.circle(x, 47, 1.5).turned(-34, around: centre), Colour(0xE3D6BC))
    }
  }
}
