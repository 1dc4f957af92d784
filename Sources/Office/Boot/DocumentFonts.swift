import Documents

extension Configuration {
  /// The fonts that documents are set in. Their files are opened once for all.
  public var book: FontBook {
    guard let fonts else { return DocumentFonts.standard }
    return FontFolder.book([fonts] + FontFolder.standard)
  }

  /// What the operator should know of the fonts, a line each; empty where all is well.
  public var fontWarnings: [String] {
    book.missing.map { script in
      switch script {
      case .european:
        "no font for Latin and Cyrillic: documents can be printed from pages, but not as PDF;"
          + " install fonts-dejavu-core or set --fonts"
      case .chinese:
        "no font for Chinese: documents with Chinese text can't be written as PDF;"
          + " install fonts-droid-fallback or set --fonts"
      }
    }
  }
}

private enum DocumentFonts {
  static let standard = FontFolder.book()
}
