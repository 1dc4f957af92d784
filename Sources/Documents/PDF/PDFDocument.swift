import Commerce

/// Writes pages as a PDF file (ISO 32000-1) with the fonts that they need. The same pages give
/// the same octets: nothing in the file comes from a clock.
public struct PDFDocument {
  private let book: FontBook
  private let title: String
  private let language: String
  private var fonts: [PDFFont]
  private var pages: [(size: (Double, Double), content: [UInt8])] = []
  private var failure: PDFError?

  /// - Parameters:
  ///   - title: what a reader's window is called.
  ///   - language: of the text, as in BCP 47.
  public init(_ book: FontBook, title: String, language: String) {
    self.book = book
    self.title = title
    self.language = language
    fonts = book.fonts.map(PDFFont.init)
  }

  public var pageCount: Int { pages.count }

  public mutating func add(_ page: PaperPage) {
    // The canvas has the fonts alone, so that they grow in place.
    let lent = fonts
    fonts = []
    var canvas = PDFCanvas(book: book, height: page.height, fonts: lent)
    for mark in page.marks { canvas.draw(mark) }
    fonts = canvas.fonts
    failure = failure ?? canvas.failure
    do throws(PDFError) {
      let content = try PDFBytes.stream(canvas.content.bytes)
      pages.append(((page.width, page.height), content))
    } catch {
      failure = failure ?? error
    }
  }

  /// The file's octets.
  public func file() throws(PDFError) -> [UInt8] {
    guard book.canEmbed else { throw .noFonts }
    if let failure { throw failure }
    var objects = [catalogue, [], information]
    let used = fonts.indices.filter { fonts[$0].glyphs.count > 1 }
    var resources = "<< /Font <<"
    for index in used {
      resources += " /F\(index) \(objects.count + 1) 0 R"
      objects += try fonts[index].objects(from: objects.count + 1)
    }
    objects.append(Array((resources + " >> >>").utf8))
    let resource = objects.count
    var kids = ""
    for page in pages {
      kids += " \(objects.count + 1) 0 R"
      objects.append(self.page(page.size, content: objects.count + 2, resource))
      objects.append(page.content)
    }
    objects[1] = Array("<< /Type /Pages /Count \(pages.count) /Kids [\(kids) ] >>".utf8)
    return Self.assemble(objects)
  }

  /// Prints at its true size, whatever the reader is used to: a label must fit its paper.
  private var catalogue: [UInt8] {
    var out = PDFBytes()
    out.add("<< /Type /Catalog /Pages 2 0 R /Lang (\(language)) ")
    out.add("/ViewerPreferences << /PrintScaling /None /DisplayDocTitle true >> >>")
    return out.bytes
  }

  private var information: [UInt8] {
    var out = PDFBytes()
    out.add("<< /Title ")
    out.add(title: title)
    out.add(" /Producer (SellerDesk) >>")
    return out.bytes
  }

  private func page(_ size: (Double, Double), content: Int, _ resource: Int) -> [UInt8] {
    var out = PDFBytes()
    out.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ")
    out.add(size.0 / Paper.millimetresPerPoint)
    out.add(" ")
    out.add(size.1 / Paper.millimetresPerPoint)
    out.add("] /Resources \(resource) 0 R /Contents \(content) 0 R >>")
    return out.bytes
  }

  /// The header, the objects, where each begins, and where that table begins (7.5).
  private static func assemble(_ objects: [[UInt8]]) -> [UInt8] {
    var out = PDFBytes()
    out.add("%PDF-1.7\n%")
    out.add([0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(out.bytes.count)
      out.add("\(index + 1) 0 obj\n")
      out.add(object)
      out.add("\nendobj\n")
    }
    let id = Hex.encode(Array(SHA256.hash(out.bytes).prefix(16)))
    let start = out.bytes.count
    out.add("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n")
    for offset in offsets {
      let digits = String(offset)
      out.add(String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n")
    }
    out.add("trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 3 0 R ")
    out.add("/ID [<\(id)> <\(id)>] >>\nstartxref\n\(start)\n%%EOF\n")
    return out.bytes
  }
}
