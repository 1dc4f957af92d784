import Foundation

/// The programs with which tests read printed documents as others do: poppler and zbar.
public enum PaperTools {
  /// Whether they are here; a test that needs them says that it is skipped where they are not.
  public static let areHere = ["pdftotext", "pdftoppm", "pdffonts", "zbarimg"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  public static let why = "poppler-utils or zbar-tools is not installed: see .ci/setup"

  /// The text of a PDF, laid out as on the page; pages end with a form feed.
  public static func text(of pdf: [UInt8]) throws -> String {
    try withFile(pdf) { try run("pdftotext", ["-layout", "-enc", "UTF-8", $0, "-"]) }
  }

  /// The sizes of the pages in mm, each once.
  public static func pages(of pdf: [UInt8]) throws -> (count: Int, sizes: Set<String>) {
    let lines = try withFile(pdf) { try run("pdfinfo", ["-l", "9999", $0]) }.split(separator: "\n")
    let count = lines.first { $0.hasPrefix("Pages:") }?.split(separator: " ").last
      .flatMap { Int($0) }
    let sizes = lines.filter { $0.hasPrefix("Page ") && $0.contains(" size:") }.map { line in
      line.split(separator: " ").compactMap { Double($0) }.suffix(2)
        .map { String(Int(($0 * 25.4 / 72).rounded())) }.joined(separator: "x")
    }
    return (count ?? 0, Set(sizes))
  }

  /// What poppler complains of, and what it says of the fonts.
  public static func fonts(of pdf: [UInt8]) throws -> String {
    try withFile(pdf) { try run("pdffonts", [$0]) }
  }

  /// What a scanner reads on a page that a thermal printer of 203 dots an inch has printed:
  /// `QR-Code:48217-1`.
  public static func scans(of pdf: [UInt8], page: Int = 1, dpi: Int = 203) throws -> Set<String> {
    try withFile(pdf) { path in
      _ = try run(
        "pdftoppm", ["-png", "-gray", "-r", "\(dpi)", "-f", "\(page)", "-singlefile", path, path])
      defer { try? FileManager.default.removeItem(atPath: path + ".png") }
      return try scans(ofPicture: path + ".png")
    }
  }

  public static func scans(ofPicture path: String) throws -> Set<String> {
    Set(try run("zbarimg", ["-q", path]).split(separator: "\n").map(String.init))
  }

  /// What Chromium prints of a page: the style sheet goes into it, everything else is left out.
  public static func printed(_ page: String, home: String) throws -> [UInt8] {
    let style = try String(contentsOfFile: home + "/Public/print.css", encoding: .utf8)
    let alone = page.replacing(/<link [^>]*>/, with: "").replacing(/<script.*?<\/script>/, with: "")
      .replacing("</head>", with: "<style>\(style)</style></head>")
    let folder = NSTemporaryDirectory() + "printed-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try alone.write(toFile: folder + "/page.html", atomically: false, encoding: .utf8)
    let said = try run(
      BrowserOptions.program ?? "chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder)/profile",
        "--no-pdf-header-footer", "--print-to-pdf=\(folder)/page.pdf", folder + "/page.html",
      ])
    guard let bytes = FileManager.default.contents(atPath: folder + "/page.pdf") else {
      throw NotPrinted(reason: said)
    }
    return [UInt8](bytes)
  }

  /// Whether a page can be printed from the browser.
  public static let canPrint = areHere && BrowserOptions.program != nil

  struct NotPrinted: Error {
    let reason: String
  }

  private static func withFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
    let path = NSTemporaryDirectory() + "paper-\(UUID().uuidString).pdf"
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  /// The program's output; what it complains of comes with it.
  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "/usr/bin/\(program)")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    // zbar complains of a missing message bus among what it reads.
    process.standardError = output
    if program == "zbarimg" { process.standardError = FileHandle.nullDevice }
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
