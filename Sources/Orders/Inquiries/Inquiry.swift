import Commerce
import Office
import SQL

/// "Where is my parcel?": what a buyer asks of a posting whose parcel should be there; the last
/// time, where it was asked more than once.
struct Inquiry: Sendable, Hashable {
  /// Why it could be asked.
  enum Cause: Int64, Sendable, SQLConvertible {
    /// The promised day is over.
    case late = 1
    /// Nothing was heard of the parcel for longer than its carrier's days.
    case stuck = 2
  }

  /// How it ended. What the posting's way ended needs no answer any more.
  enum Outcome: String, Sendable, SQLConvertible {
    case answered, delivered, lost, cancelled

    /// The end that a state of the posting makes by itself; nil where the buyer still waits.
    init?(_ state: PostingState) {
      switch state {
      case .delivered: self = .delivered
      case .lost: self = .lost
      case .cancelled: self = .cancelled
      default: return nil
      }
    }
  }

  let posting: PostingID
  let cause: Cause
  let asked: Instant
  /// By when the shop should answer.
  let due: Instant
  var closed: Instant?
  var outcome: Outcome?
  /// What the shop answered last; empty while it has not. Whoever holds the buyer's link can read it.
  var answer = ""

  /// Whether the buyer waits for the shop.
  var isOpen: Bool { outcome == nil }
  /// From when the buyer of a parcel that is still late can ask again; nil where not at all.
  var again: Instant? { outcome == .answered ? closed.map { $0 + Self.pause } : nil }

  func canBeAskedAgain(at now: Instant) -> Bool { again.map { $0 <= now } ?? false }

  /// How long a shop has for its answer (the turn of the seller in a complaint).
  static let patience = Duration.hours(48)
  /// How long after an answer the buyer can ask again.
  static let pause = Duration.hours(24)
  /// Characters (Unicode scalars) of a question, which may be empty, and of an answer.
  static let longest = 1_000

  /// The kept counter of a shop's open ones.
  static let counter = "inquiries.open"
}

/// Whether the buyer of a posting can ask where it is.
enum InquiryDoor: Sendable, Hashable {
  case open(Inquiry.Cause)
  /// It should be there by then; nil where nobody promised a day.
  case early(Instant?)
  /// It is not on its way.
  case shut

  init(
    _ state: PostingState, promised: Instant?, _ troubles: [ParcelTrouble], now: Instant
  ) {
    guard state.isTravelling else {
      self = .shut
      return
    }
    if promised.map({ $0 <= now }) ?? false || troubles.contains(.late) {
      self = .open(.late)
    } else {
      self = troubles.contains(.stuck) ? .open(.stuck) : .early(promised)
    }
  }
}

/// The buyer can't ask yet, or any more.
struct InquiryRefusal: Error {
  let posting: Posting
  /// By when the parcel should be there; nil where it is not on its way, or nobody said.
  let promised: Instant?
}
