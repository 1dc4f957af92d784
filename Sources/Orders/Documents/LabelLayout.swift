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

  private func caption(_ text: String, _ x: Double, _ y: Double, _ page: inout PaperPage) {
    page.text(text, x, y, TextStyle(6.5 * k, grey: 0.25), within: 40 * k)
  }

  /// Who carries it, and the country and postcode that it is sorted by.
  private func head(_ face: LabelFace, _ page: inout PaperPage) {
    page.text(face.carrier, margin, 10 * k, .bold(15 * k), within: inner * 0.58)
    page.text(face.service, margin, 15.5 * k, TextStyle(9 * k), within: inner * 0.5)
    let route = [face.country, face.postcode].filter { !$0.isEmpty }.joined(separator: " ")
    page.text(route, width - margin, 13.5 * k, .bold(20 * k), .end, within: inner * 0.4)
  }

  private func recipient(
    _ face: LabelFace, from top: Double, to bottom: Double, _ page: inout PaperPage
  ) {
    caption(face.toTitle, margin, top + 4.5 * k, &page)
    let phone = face.phone.isEmpty ? 0 : 6.5 * k
    let room = bottom - top - 6 * k - phone - 1.5 * k
    let name = book.fit(
      face.name, inner, height: room * 0.36, .bold(17 * k), smallest: 7 * k)
    let place = book.fit(
      face.place, inner, height: room * 0.3, .bold(14 * k), smallest: 6.5 * k)
    let street = book.fit(
      face.street, inner, height: room - name.height - place.height - 0.8 * k,
      TextStyle(13 * k), smallest: 5 * k)
    var y = page.text(name, margin, top + 6 * k)
    y = page.text(place, margin, y + 0.4 * k)
    page.text(street, margin, y + 0.4 * k)
    if !face.phone.isEmpty {
      page.text(face.phone, margin, bottom - 2.5 * k, .bold(12 * k), within: inner)
    }
  }

  private func from(_ face: LabelFace, _ top: Double, _ page: inout PaperPage) {
    caption(face.fromTitle, margin, top + 4 * k, &page)
    let block = book.fit(
      face.sender, inner, height: 7.6 * k, TextStyle(8.5 * k), smallest: 5.5 * k)
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
      let x = margin + Double(index % 2) * left / 2
      let y = top + Double(index / 2) * 9.2 * k
      caption(fact.label, x, y + 3.8 * k, &page)
      page.text(fact.value, x, y + 8.4 * k, .bold(10.5 * k), within: left / 2 - 1.5 * k)
    }
    caption(face.goods.label, margin, top + 22.2 * k, &page)
    let goods = book.fit(
      face.goods.value, left, height: 7 * k, TextStyle(7.5 * k), smallest: 6 * k)
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
    let style = TextStyle.bold(7 * k)
    for (mark, word) in zip(face.marks, face.markWords) {
      page.shape(mark.outline, x, base - 6 * k, size: 6.6 * k)
      x += 7.4 * k
      guard face.marks.count <= 2 else { continue }
      page.text(word, x, base - 1.6 * k, style, within: 24 * k)
      x += min(book.width(word, style), 24 * k) + 2 * k
    }
    page.text(
      face.foot, width - margin, base, TextStyle(6 * k, grey: 0.25), .end, within: 36 * k)
  }
}
