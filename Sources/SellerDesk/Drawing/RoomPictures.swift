extension Scene {
  mutating func lamp() {
    let metal = body.mixed(with: Colour(0xC79A4B), 0.35)
    shadow(44, 80, 24)
    light(60, 58, 30, 26, Colour(0xFFE9AE), opacity: 0.75)
    fill("M55 42l22 -7l12 33h-46z", Colour(0xFFEFC0), opacity: 0.38)
    fill(.ellipse(44, 78.4, 17, 4.2), metal.darker(0.4))
    fill(.ellipse(44, 76.6, 17, 4.2), .round(metal))
    line("M44 76v-28l17 -17", width: 3, metal.darker(0.16))
    fill(.circle(44, 48, 3.5), .round(metal.darker(0.3)))
    fill("M54 42c0-12 6-18 14-19c7 0 12 5 13 13z", .round(metal))
    fill(
      Outline.ellipse(67.5, 39, 14, 3.4).turned(-12, around: Point(67.5, 39)), Colour(0xFFF4D2))
  }

  mutating func cushion() {
    let shape =
      "M20 24c10 4 46 4 56 0c3 0 5 2 4 5c-4 10-4 36 0 46c1 3-1 5-4 5c-10-4-46-4-56 0c-3 0-5-2-4-5"
      + "c4-10 4-36 0-46c-1-3 1-5 4-5z"
    let thread = accent.lighter(0.45)
    shadow(48, 80, 38, 6)
    fill(shape, .round(body))
    for x in stride(from: Float(24), through: 72, by: 3) {
      line("M\(x) 30c-1 14-1 30 0 44", width: 0.35, body.darker(0.4), opacity: 0.3)
    }
    let diamond = PathData.outline("M48 34l14.5 18l-14.5 18l-14.5 -18z")
    fill(diamond.without(PathData.outline("M48 38.4l11 13.6l-11 13.6l-11 -13.6z")), thread)
    fill("M48 43.5l7 8.5l-7 8.5l-7 -8.5z", thread)
    light(34, 36, 16, 14, opacity: 0.2)
  }

  mutating func towel() {
    let cloths = [body, body.lighter(0.42), accent.mixed(with: .white, 0.5)]
    shadow(48, 79, 40, 5.5)
    for (index, cloth) in cloths.enumerated() {
      let step = Float(index)
      let top = 61 - step * 17.5
      let (left, width) = (15 + step * 2, 66 - step * 4)
      fill(
        .box(left, top, width, 18.5, corner: 8.6), .down(cloth.lighter(0.14), cloth.darker(0.16)))
      let fold = Outline.box(left + 3, top + 8.4, width - 17, 1.5, corner: 0.7)
      fill(fold, cloth.darker(0.42), opacity: 0.5)
      for mark in stride(from: left + 6, to: left + width - 8, by: 2.2) {
        let loop = Outline.box(mark, top + 2.6, 0.5, 3.6, corner: 0.2)
        fill(loop, cloth.darker(0.3), opacity: 0.18)
      }
      let end = Outline.ellipse(left + width - 9, top + 9.2, 3.4, 6)
      fill(end, .round(cloth.darker(0.22)), opacity: 0.8)
    }
  }

  mutating func clock() {
    shadow(50, 54, 43, 43)
    fill(.circle(48, 47, 33), .round(body.darker(0.08)))
    fill(.circle(48, 47, 28.6), body.darker(0.38))
    fill(.circle(48, 47.4, 28), .down(Colour(0xF1EEE6), Colour(0xFFFEFB)))
    for hour in 0..<12 {
      let isQuarter = hour % 3 == 0
      let mark = Outline.box(47.2, 22.6, isQuarter ? 1.8 : 1.1, isQuarter ? 5 : 3, corner: 0.5)
      fill(mark.turned(Float(hour) * 30, around: Point(48, 47.4)), body.darker(0.3))
    }
    line("M48 47.4l-9 -9.4", width: 2.8, .ink)
    line("M48 47.4l14.6 -11.4", width: 2.2, .ink)
    line("M48 52l2.4 -24", width: 0.9, accent)
    fill(.circle(48, 47.4, 2.4), accent)
    light(38, 32, 16, 10, opacity: 0.5)
  }

  mutating func candle() {
    let wax = body.lighter(0.5)
    shadow(48, 79, 27)
    light(48, 30, 30, 26, Colour(0xFFE2A0), opacity: 0.6)
    fill("M29 44h38v30c0 4-2 6-6 6h-26c-4 0-6-2-6-6z", .round(body.lighter(0.32)))
    fill("M31 52h34v21c0 3.4-1.6 5-5 5h-24c-3.4 0-5-1.6-5-5z", .round(wax))
    fill(.ellipse(48, 44, 19, 4.2), body.lighter(0.66))
    fill(.ellipse(48, 44.4, 16.4, 3.2), .down(wax.darker(0.12), wax.lighter(0.3)))
    line("M48 44v-6", width: 1.3, .ink)
    fill(
      "M48 21c5 7 6.4 10.4 6.4 13c0 3.6-2.8 6.2-6.4 6.2c-3.6 0-6.4-2.6-6.4-6.2c0-2.6 1.4-6 6.4-13z",
      Colour(0xF2B44C))
    fill(
      "M48 29c2.6 3.6 3.2 5.4 3.2 6.8c0 2-1.4 3.2-3.2 3.2"
        + "c-1.8 0-3.2-1.2-3.2-3.2c0-1.4.6-3.2 3.2-6.8z",
      Colour(0xFFF3CF))
    fill(.box(36, 57, 24, 14, corner: 1.4), Colour(0xFBF7F1))
    line("M41 62h14", width: 1.3, accent.darker(0.2))
    line("M43 66h10", width: 0.9, body.darker(0.3))
    light(34, 60, 3, 14)
  }

  mutating func planter() {
    let leaf = Colour(0x5D8560).mixed(with: accent, 0.12)
    shadow(48, 81, 27)
    fill("M47 54c-2-14-11-22-23-23c1 12 9 20 22 23z", .round(leaf))
    fill("M49 54c2-18 13-27 26-28c-1 14-10 25-25 28z", .round(leaf.lighter(0.08)))
    fill("M48 55c-5-14-4-28 3-38c6 11 6 26-2 38z", .round(leaf.lighter(0.2)))
    line("M48.5 54c0-10 .5-20 2-29", width: 0.9, leaf.darker(0.4), opacity: 0.8)
    line("M46 53c-5-8-11-14-17-18", width: 0.9, leaf.darker(0.4), opacity: 0.8)
    line("M50 53c6-9 12-15 20-22", width: 0.9, leaf.darker(0.4), opacity: 0.8)
    fill("M31.5 60h33l-4 19c-.4 1.5-1.5 2-3 2h-19c-1.5 0-2.6-.5-3-2z", .round(body))
    fill("M31.4 61h33.2l-.6 3h-32z", body.darker(0.5), opacity: 0.35)
    fill(.box(28.6, 53.4, 38.8, 8, corner: 1.2), .round(body.lighter(0.06)))
    light(38, 70, 3, 9, opacity: 0.3)
  }
}
