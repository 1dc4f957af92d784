import SQL
import Synchronization

/// Something that happened, published inside the transaction that made it happen.
public protocol Event: Sendable {}

/// Carries events from the feature that publishes to those that listen. Subscribers run in the
/// same transaction: if one throws, nothing happened at all. Slow effects become jobs.
public final class EventBus: Sendable {
  private typealias Subscriber = @Sendable (any Event, Transaction) throws -> Void
  private let subscribers = Mutex<[ObjectIdentifier: [Subscriber]]>([:])

  public init() {}

  /// Subscribes; only at boot.
  public func on<E: Event>(
    _: E.Type, _ run: @escaping @Sendable (E, Transaction) throws -> Void
  ) {
    let subscriber: Subscriber = { event, transaction in
      guard let event = event as? E else { return }
      try run(event, transaction)
    }
    subscribers.withLock { $0[ObjectIdentifier(E.self), default: []].append(subscriber) }
  }

  /// Tells every subscriber, in the order of subscription.
  public func publish<E: Event>(_ event: E, in transaction: Transaction) throws {
    let listening = subscribers.withLock { $0[ObjectIdentifier(E.self)] ?? [] }
    for subscriber in listening { try subscriber(event, transaction) }
  }
}
