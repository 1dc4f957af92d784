import Commerce
import HTTP
import Office
import SQL

/// Tells open pages of a shop that an order has come in.
enum LiveOrders {
  static func register(on kernel: Kernel) {
    let broadcast = kernel.broadcast
    kernel.events.on(OrderPlaced.self) { event, transaction in
      transaction.afterCommit { broadcast.send(ServerEvent("order"), to: event.seller.raw) }
    }
  }

  @Sendable static func listen(_ context: PageContext<SellerScope>) -> Response {
    .events(of: context.scope.seller)
  }
}
