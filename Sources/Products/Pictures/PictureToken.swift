import Commerce
import Office

/// A picture that was uploaded, as the form carries it from post to post: nothing is lost when
/// another field was wrong. Signed, so that a form can only name pictures of its own shop.
struct PictureToken {
  let kernel: Kernel
  let seller: Int64

  func text(_ picture: Picture) -> String {
    let fact = "\(picture.name) \(picture.width) \(picture.height)"
    return "\(fact) \(signature(fact))"
  }

  /// The picture that a token names; nil where we did not write it for this shop.
  func picture(_ text: String, alt: String) -> Picture? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 4, let width = Int64(parts[1]), let height = Int64(parts[2]) else {
      return nil
    }
    let fact = parts[0..<3].joined(separator: " ")
    guard kernel.verify(String(parts[3]), of: "\(seller) \(fact)", purpose: Self.purpose) else {
      return nil
    }
    return Picture(name: String(parts[0]), width: width, height: height, alt: alt)
  }

  private func signature(_ fact: String) -> String {
    kernel.sign("\(seller) \(fact)", purpose: Self.purpose)
  }

  private static let purpose = "picture"
}
