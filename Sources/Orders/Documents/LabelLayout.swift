import Documents

/// Draws labels. One layout serves all papers: its measures are those of 100 x 150 mm and shrink
/// with the paper; what is left over goes to the recipient.
struct LabelLayout {
  let book: FontBook
  let size: LabelSize

  private var width: Double { size.label.width }
  private var height: Double { size.label.height }
  private var k: Double { min(width / 100, height / 150) }
  private var margin: Double { 4 * k }
  private var inner: Double { width - 2 * margin }

  /// The pages of these labels, in their order.
  func pages(_ faces: [LabelFace]) -> [PaperPage] {
    guard size == .sheet else { return faces.map(label) }
    return stride(from: 0, to: faces.count, by: size.perPage).map { start in
      var page = PaperPage(width: 210, height: 297, book: book)
      page.line(105, 5, to: 105, 292, width: 0.15, grey: 0.6)
      page.line(5, 148.5, to: 205, 148.5, width: 0.15, grey: 0.6)
      for (place, face) in faces[start..<min(start + 4, faces.count)].enumerated() {
        let (x, y) = (Double(place % 2) * 105, Double(place / 2) * 148.5)
        page.place(label(face), x + 4, y + 4)
      }
      return page
    }
  }

  private func label(_ face: LabelFace) -> PaperPage {
    var page = PaperPage(width: width, height: height, book: book)
    let bottom = height - 39 * k
    let code = bottom - 38 * k
    let sender = code - 13 * k
    head(face, &page)
    rule(19 * k, &page)
    recipient(face, from: 19 * k, to: sender, &page)
    rule(sender, &page)
    from(face, sender, &page)
    rule(code, &page)
    bars(face, code, &page)
    rule(bottom, &page)
    facts(face, bottom, &page)
    foot(face, &page)
    return page
  }

  private func rule(_ y: Double, _ page: inout PaperPage) {
    page.line(margin, y, to: width - margin, y, width: 0.35)
  }

  /// On small paper type shrinks less than lines do: below this a thermal printer smears it.
  private func points(_ size: Double) -> Double { max(6.5, size * k) }

  private func caption(
    _ text: String, _ x: Double, _ y: Double, within width: Double? = nil,
    _ page: inout PaperPage
  ) {
    page.text(text, x, y, TextStyle(points(7), grey: 0.25), within: width ?? 40 * k)
  }

  /// Who carries it, and the country and postcode that it is sorted by: of these nothing is cut
  /// before the carrier's name is.
  private func head(_ face: LabelFace, _ page: inout PaperPage) {
    let route = [face.country, face.postcode].filter { !$0.isEmpty }.joined(separator: " ")
    let most = inner * 0.55
    let rest = inner - min(book.width(route, .bold(20 * k)), most) - 4 * k
    page.text(route, width - margin, 13.5 * k, .bold(20 * k), .end, within: most)
    let name = book.fit(face.carrier, rest, height: 10 * k, .bold(15 * k), smallest: 8 * k)
    let bottom = page.text(name, margin, 3.8 * k)
    page.text(face.service, margin, bottom + 3.4 * k, TextStyle(points(9)), within: rest)
  }

  private func recipient(
    _ face: LabelFace, from top: Double, to bottom: Double, _ page: inout PaperPage
  ) {
    caption(face.toTitle, margin, top + 4.5 * k, &page)
    let phone = face.phone.isEmpty ? 0 : 6.5 * k
    var y = top + 6 * k
    for block in address(face, height: bottom - y - phone - 2.3 * k) {
      y = page.text(block, margin, y) + 0.4 * k
    }
    if !face.phone.isEmpty {
      page.text(face.phone, margin, bottom - 2.5 * k, .bold(12 * k), within: inner)
    }
  }

  /// Name, place and street: all made smaller together until they have room, then the place,
  /// the street and the name grow by turns while there is any.
  private func address(_ face: LabelFace, height: Double) -> [TextBlock] {
    let parts = [
      (face.name, TextStyle.bold(17 * k)), (face.place, .bold(14 * k)),
      (face.street, TextStyle(13 * k)),
    ]
    func blocks(_ shares: [Double]) -> [TextBlock]? {
      let blocks = zip(parts, shares).map { part, share in
        var style = part.1
        style.size *= share
        return book.wrap(part.0, inner, style)
      }
      return blocks.reduce(0, { $0 + $1.height }) <= height ? blocks : nil
    }
    let sizes = stride(from: 1, through: 0.4, by: -0.05)
    guard let common = sizes.first(where: { blocks([$0, $0, $0]) != nil }) else {
      return parts.map { text, style in
        book.fit(text, inner, height: height / 3, style, smallest: style.size * 0.4)
      }
    }
    var shares = [common, common, common]
    var growing = common < 1 ? [1, 2, 0] : []
    while !growing.isEmpty {
      growing = growing.filter { part in
        var tried = shares
        tried[part] += 0.05
        guard tried[part] <= 1, blocks(tried) != nil else { return false }
        shares = tried
        return true
      }
    }
    return blocks(shares) ?? []
  }

  private func from(_ face: LabelFace, _ top: Double, _ page: inout PaperPage) {
    caption(face.fromTitle, margin, top + 4 * k, &page)
    let block = book.fit(
      face.sender, inner, height: 8 * k, TextStyle(points(8.5)), smallest: 6)
    page.text(block, margin, top + 4.8 * k)
  }

  /// Modules of 0.5 mm, or of 0.375 or 0.25 mm where the bars would not fit: four, three or two
  /// dots of a printer with 203 dots an inch, so that no bar has a ragged edge.
  private func bars(_ face: LabelFace, _ top: Double, _ page: inout PaperPage) {
    guard let code = try? Code128(face.tracking) else { return }
    let room = width - 2
    let module = [0.5, 0.375, 0.25].first { Double(code.width) * $0 <= room } ?? 0.25
    let length = Double(code.width) * module
    page.modules(
      code.runs, (width - length) / 2, top + 3 * k, length, 26 * k,
      label: "Code 128: \(face.tracking)")
    page.text(
      DocumentWords.grouped(face.tracking), width / 2, top + 35 * k, .bold(13 * k), .middle,
      within: inner)
  }

  private func facts(_ face: LabelFace, _ top: Double, _ page: inout PaperPage) {
    let side = 31 * k
    let left = inner - side - 3 * k
    for (index, fact) in face.facts.prefix(4).enumerated() {
      let isFirst = index % 2 == 0
      let x = isFirst ? margin : margin + left * 0.54
      let y = top + Double(index / 2) * 9.2 * k
      let room = left * (isFirst ? 0.54 : 0.46) - 3 * k
      caption(fact.label, x, y + 3.8 * k, within: room, &page)
      page.text(fact.value, x, y + 8.4 * k, .bold(10.5 * k), within: room)
    }
    caption(face.goods.label, margin, top + 22.2 * k, within: left, &page)
    let goods = book.fit(
      face.goods.value, left, height: 7.9 * k, TextStyle(points(8)), smallest: points(7))
    page.text(goods, margin, top + 23 * k)
    if let code = try? QRCode(face.number) {
      page.modules(
        code.runs, width - margin - side + 2 * k, top + 0.8 * k, side, side,
        label: "QR: \(face.number)")
    }
  }

  /// The pictures of its handling, then which print it is.
  private func foot(_ face: LabelFace, _ page: inout PaperPage) {
    let base = height - 2 * k
    var x = margin
    let style = TextStyle.bold(points(7))
    for (mark, word) in zip(face.marks, face.markWords) {
      page.shape(mark.outline, x, base - 6 * k, size: 6.6 * k)
      x += 7.4 * k
      guard face.marks.count <= 2 else { continue }
      page.text(word, x, base - 1.6 * k, style, within: 24 * k)
      x += min(book.width(word, style), 24 * k) + 2 * k
    }
    page.text(
      face.foot, width - margin, base, TextStyle(points(6), grey: 0.25), .end,
      within: width - margin - x)
  }
}
