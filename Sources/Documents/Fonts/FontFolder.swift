/// Finds the fonts of documents on this system.
public enum FontFolder {
  /// Where Debian and others keep them.
  public static let standard = [
    "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/droid",
    "/usr/share/fonts-droid-fallback/truetype", "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/wqy",
    "/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype", "/usr/share/fonts/TTF",
    "/usr/share/fonts", "/usr/local/share/fonts",
  ]

  private static let regular = [
    ("DejaVuSans.ttf", "DejaVuSans"), ("LiberationSans-Regular.ttf", "LiberationSans"),
    ("NotoSans-Regular.ttf", "NotoSans"),
  ]
  private static let bold = [
    ("DejaVuSans-Bold.ttf", "DejaVuSansBold"), ("LiberationSans-Bold.ttf", "LiberationSansBold"),
    ("NotoSans-Bold.ttf", "NotoSansBold"),
  ]
  private static let chinese = [
    ("DroidSansFallbackFull.ttf", "DroidSansFallback"),
    ("DroidSansFallback.ttf", "DroidSansFallback"), ("wqy-microhei.ttc", "WenQuanYiMicroHei"),
    ("wqy-zenhei.ttc", "WenQuanYiZenHei"),
  ]

  /// The first font of each kind in the first folder that has one; damaged ones are passed over.
  public static func book(_ folders: [String] = standard) -> FontBook {
    guard let plain = find(regular, in: folders) else {
      return FontBook(european: [], chinese: find(chinese, in: folders))
    }
    let heavy = find(bold, in: folders)
    return FontBook(
      european: [plain] + (heavy.map { [$0] } ?? []), chinese: find(chinese, in: folders))
  }

  private static func find(_ names: [(file: String, name: String)], in folders: [String])
    -> TrueType?
  {
    for name in names {
      for folder in folders {
        guard let data = try? FontData(path: "\(folder)/\(name.file)") else { continue }
        if let font = try? TrueType(data, name: name.name) { return font }
      }
    }
    return nil
  }
}
