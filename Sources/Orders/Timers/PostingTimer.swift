import Commerce
import SQL

/// What happens to a posting by itself, and when. A posting has one at a time: it stands in its
/// row, so that taking an order writes nothing more for it.
struct PostingTimer: Sendable, Hashable {
  /// The numbers are stored: new ones are added at the end.
  enum Kind: Int64, CaseIterable, Sendable, SQLConvertible {
    case expire = 1
    case warn = 2
    case lapse = 3
    case resume = 4
    case complete = 5

    var command: PostingCommand {
      switch self {
      case .expire: .expire
      case .warn: .warn
      case .lapse: .lapse
      case .resume: .resume
      case .complete: .complete
      }
    }
  }

  let kind: Kind
  let at: Instant
}

extension PostingTimer {
  /// From the two columns; nil where nothing is set.
  init?(stored kind: Kind?, _ at: Int64?) {
    guard let kind, let at else { return nil }
    self.init(kind: kind, at: Instant(milliseconds: at))
  }
}
