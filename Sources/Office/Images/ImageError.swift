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

  /// What is wrong with the file of this name, and what to do.
  public func message(file name: String) -> Message {
    var values = ["name": String(name.prefix(80))]
    switch self {
    case .otherKind(let kind): values["kind"] = kind
    case .tooManyBytes(let limit): values["limit"] = "\(limit / 1_000_000)"
    case .tooLarge(let width, let height), .tooSmall(let width, let height):
      let sides = ImageInspector().sides
      values["width"] = "\(width)"
      values["height"] = "\(height)"
      values["min"] = "\(sides.lowerBound)"
      values["max"] = "\(sides.upperBound)"
    default: break
    }
    return Message("image.problem.\(key)", values)
  }

  private var key: String {
    switch self {
    case .notAnImage: "notAnImage"
    case .otherKind: "otherKind"
    case .svgRefused: "svgRefused"
    case .truncated: "truncated"
    case .tooManyBytes: "tooManyBytes"
    case .tooLarge: "tooLarge"
    case .tooSmall: "tooSmall"
    case .animated: "animated"
    case .damaged: "damaged"
    }
  }
}
