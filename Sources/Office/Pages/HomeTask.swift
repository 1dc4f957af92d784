import Commerce
import SQL

/// Whose home page shows something.
public enum HomeAudience: Sendable {
  case seller(SellerPermission)
  case platform(PlatformPermission)

  /// Whether the member's role is among them.
  public func includes(_ member: Member) -> Bool {
    switch self {
    case .seller(let permission): member.may(permission)
    case .platform(let permission): member.may(permission)
    }
  }
}

/// A queue of work on the home page: what must I do now.
public struct HomeTask: Sendable {
  /// A string key with plural forms; `.text` behind it says what happens if nobody acts and
  /// `.action` is the verb of the button.
  public let title: String
  public let audience: HomeAudience
  /// The kept counter; it equals the number of rows of the list.
  public let counter: String
  /// The list.
  public let path: String
  /// The earliest deadline in the queue and when its time began; nil where it has none.
  public let deadline: (@Sendable (SellerReader) throws(SQLError) -> Deadline?)?
  /// The same of a queue of the platform; what is over is told by the time given.
  public let platformDeadline: (@Sendable (OpenReader, Instant) throws(SQLError) -> Deadline?)?

  /// A moment by which something must be done.
  public struct Deadline: Sendable, Hashable {
    public let start: Instant
    public let end: Instant
    /// How many are over, where the queue counts them.
    public let late: Int64

    public init(start: Instant, end: Instant, late: Int64 = 0) {
      self.start = start
      self.end = end
      self.late = late
    }
  }

  /// A queue of a shop.
  public init(
    _ title: String, for permission: SellerPermission, counter: String, path: String,
    deadline: (@Sendable (SellerReader) throws(SQLError) -> Deadline?)? = nil
  ) {
    self.title = title
    audience = .seller(permission)
    self.counter = counter
    self.path = path
    self.deadline = deadline
    platformDeadline = nil
  }

  /// A queue of the platform.
  public init(
    _ title: String, for permission: PlatformPermission, counter: String, path: String,
    deadline: (@Sendable (OpenReader, Instant) throws(SQLError) -> Deadline?)? = nil
  ) {
    self.title = title
    audience = .platform(permission)
    self.counter = counter
    self.path = path
    self.deadline = nil
    platformDeadline = deadline
  }
}

/// A number on the home page: the counter of a list, and the way there.
public struct HomeTile: Sendable {
  /// A string key.
  public let label: String
  public let audience: HomeAudience
  public let counter: String
  public let path: String

  public init(_ label: String, for permission: SellerPermission, counter: String, path: String) {
    self.init(label, .seller(permission), counter, path)
  }

  /// A number of the platform.
  public init(_ label: String, for permission: PlatformPermission, counter: String, path: String) {
    self.init(label, .platform(permission), counter, path)
  }

  private init(_ label: String, _ audience: HomeAudience, _ counter: String, _ path: String) {
    self.label = label
    self.audience = audience
    self.counter = counter
    self.path = path
  }
}
