import Office

extension Actor {
  /// A program of the shop's.
  static let program = Actor(kind: .member, name: "API")
}

/// What the machine refuses, in the words of the Seller API.
enum WireRefusal {
  static func turning<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let refusal as IllegalCommand {
      throw SellerError.precondition(word(for: refusal))
    } catch is ImpossibleParts {
      throw SellerError.precondition("HAS_INCORRECT_PRODUCT_QUANTITY")
    }
  }

  private static func word(for refusal: IllegalCommand) -> String {
    switch PostingStatus(refusal.state) {
    case .cancelled: "POSTING_ALREADY_CANCELLED"
    case .acceptanceInProgress, .delivering, .driverPickup, .delivered: "POSTING_ALREADY_SHIPPED"
    default: "HAS_INCORRECT_STATUS"
    }
  }
}
