import Commerce
import SQL

/// What the list shows: a tab, or all; narrowed by a carrier; from a place on.
struct PostingFilter: Sendable {
  /// The order of the rows, which is the order of an index.
  enum Shelf: Sendable, Hashable {
    /// All that wait for the seller, nearest deadline first.
    case open
    case tab(PostingTab)
    /// Nearest deadline first.
    case queue(PostingQueue)
    /// Everything, newest first.
    case all

    /// Whether its index has all that filters ask for.
    var isCovered: Bool {
      switch self {
      case .queue: false
      case .open, .tab, .all: true
      }
    }

    /// Deadlines come nearest first; what is over comes newest first.
    var isAscending: Bool {
      switch self {
      case .open: true
      case .queue(let queue): queue != .lost
      case .tab(let tab): tab.isOpen || tab == .transit
      case .all: false
      }
    }
  }

  /// How many rows of a shelf are looked through for one page where only some match: of the
  /// covering indices, and of the one that is not. The reader goes on from there with a click.
  static let reach = (index: 3_000, rows: 600)

  var shelf = Shelf.open
  var carrier: Int64?
  var warehouse: Int64?
  /// On the shelf's own clock: deadlines, or when it ended, or when it was placed.
  var from: Instant?
  var until: Instant?
  /// Of the whole posting, in minor units.
  var least: Int64?
  var most: Int64?
  /// A tag, or "@" and a member's number for what is assigned to them.
  var tag: String?
  var cursor: PostingCursor?
  var size = 50
  /// Another reach than the usual.
  var ownReach: Int?

  /// Whether rows of the range have to be looked at one by one.
  var isSifting: Bool { carrier != nil || warehouse != nil || least != nil || most != nil }
}

/// A place in the list: the key of the row that it stands on.
struct PostingCursor: Sendable, Hashable {
  /// The deadline, or when it was placed where the list is in that order.
  let at: Int64
  let id: Int64
  /// Whether the page before that row is wanted.
  var isBackwards = false

  init(at: Int64, id: Int64, isBackwards: Bool = false) {
    self.at = at
    self.id = id
    self.isBackwards = isBackwards
  }

  init?(_ text: String) {
    isBackwards = text.hasPrefix("b")
    let parts = text.dropFirst(isBackwards ? 1 : 0).split(separator: ".")
    guard parts.count == 2, let at = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
    self.at = at
    self.id = id
  }

  var text: String { "\(isBackwards ? "b" : "")\(at).\(id)" }
}

/// A page of the list, and whether there are rows before and after it.
struct PostingPage: Sendable {
  var shelf = PostingFilter.Shelf.all
  var rows: [PostingRow]
  /// How far a filter has looked, in the direction of its page, where it did not get to the end.
  var reached: PostingCursor?
  var hasNewer: Bool
  var hasOlder: Bool

  /// The cursor of the page after this one.
  var older: PostingCursor? {
    ahead(false) ?? (hasOlder ? rows.last.map { cursor($0, false) } : nil)
  }
  /// The cursor of the page before this one.
  var newer: PostingCursor? {
    ahead(true) ?? (hasNewer ? rows.first.map { cursor($0, true) } : nil)
  }

  private func ahead(_ isBackwards: Bool) -> PostingCursor? {
    reached?.isBackwards == isBackwards ? reached : nil
  }

  private func cursor(_ row: PostingRow, _ isBackwards: Bool) -> PostingCursor {
    let at = shelf == .all ? row.placed : row.due
    return PostingCursor(at: at.milliseconds, id: row.id.raw, isBackwards: isBackwards)
  }
}
