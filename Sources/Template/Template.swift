/// A template bound to its page and frame: one flat program per language, safe to share.
public struct Template<Page, Frame>: Sendable {
  let programs: [LazyProgram]
}

extension Template where Page: View, Frame: View {
  /// Appends the page to `out`.
  /// - Parameter locale: the index of the catalogue in the library; the first one when there is
  ///   no such index.
  public func render(_ page: Page, _ frame: Frame, locale: Int, into out: inout [UInt8]) {
    let program = programs[programs.indices.contains(locale) ? locale : 0].program
    withUnsafePointer(to: page) { page in
      withUnsafePointer(to: frame) { frame in
        program.run(page: UnsafeRawPointer(page), frame: UnsafeRawPointer(frame), into: &out)
      }
    }
  }
}

extension Template where Page: View, Frame == NoFrame {
  /// Appends the page to `out`.
  /// - Parameter locale: the index of the catalogue in the library.
  public func render(_ page: Page, locale: Int, into out: inout [UInt8]) {
    render(page, NoFrame(), locale: locale, into: &out)
  }
}
