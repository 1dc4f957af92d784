/// Why a picture is not taken.
public enum ImageError: Error, Sendable, Equatable {
  /// None of JPEG, PNG and WebP, and nothing else that we know.
  case notAnImage
  /// A picture of a kind that we do not show: GIF, HEIC, AVIF, BMP, TIFF, PDF.
  case otherKind(String)
  /// SVG can carry scripts.
  case svgRefused
  /// The file ends before the picture does.
  case truncated
  /// More bytes than allowed.
  case tooManyBytes(limit: Int)
  /// A side is longer than allowed.
  case tooLarge(width: Int, height: Int)
  /// A side is shorter than allowed.
  case tooSmall(width: Int, height: Int)
  /// More than one frame.
  case animated
  /// The bytes break the format's own rules; the text says which, for the log.
  case damaged(String)

  /// The key of the sentence for people.
  public var textKey: String {
    switch self {
    case .notAnImage: "image.problem.notAnImage"
    case .otherKind: "image.problem.otherKind"
    case .svgRefused: "image.problem.svgRefused"
    case .truncated: "image.problem.truncated"
    case .tooManyBytes: "image.problem.tooManyBytes"
    case .tooLarge: "image.problem.tooLarge"
    case .tooSmall: "image.problem.tooSmall"
    case .animated: "image.problem.animated"
    case .damaged: "image.problem.damaged"
    }
  }
}
