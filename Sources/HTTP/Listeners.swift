import Synchronization

/// Listening sockets: for each address as many as there are reactors, all on one port; or inherited
/// ones, which all reactors share.
struct ListenerSet: Sendable {
  private(set) var addresses: [ListenAddress] = []
  /// One list of listeners for each reactor.
  private(set) var copies: [[FileDescriptor]]

  init(_ configuration: ServerConfiguration, copies count: Int) throws(ServerError) {
    copies = Array(repeating: configuration.inherited, count: count)
    do throws(SystemError) {
      for listener in configuration.inherited { addresses.append(try Socket.address(of: listener)) }
    } catch { throw .system(error) }
    if configuration.inherited.isEmpty { try open(configuration.listen) }
  }

  private mutating func open(_ wanted: [ListenAddress]) throws(ServerError) {
    for address in wanted {
      do throws(SystemError) {
        // SO_REUSEPORT would also share with a stranger's server of the same user: a first socket
        // without it finds out whether the port is free, and takes one when any will do. It does not
        // listen: clients that came meanwhile would be reset when it is closed.
        let probe = try Socket.bound(address, sharesPort: false)
        let port = try Socket.address(of: probe).port
        addresses.append(ListenAddress(address: address.address, port: port))
      } catch { throw .listen(address, error) }
    }
    for address in addresses {
      for index in copies.indices {
        do throws(SystemError) {
          copies[index].append(try Socket.listen(address, sharesPort: true))
        } catch { throw .listen(address, error) }
      }
    }
  }
}

/// Shares out the connections of a listener that several reactors watch. The kernel wakes the first
/// one that sleeps, so a server with little to do would keep all connections on one reactor, and
/// they stay where they are when there is much to do.
final class Rota: Sendable {
  private let mailboxes: [Mailbox<Message>]
  private let turn = Atomic(0)
  private let accepting: Atomic<Int>

  init(_ mailboxes: [Mailbox<Message>]) {
    self.mailboxes = mailboxes
    accepting = Atomic(mailboxes.count)
  }

  /// Whose turn it is; nil when it is the caller's own.
  func next(besides own: Mailbox<Message>) -> Mailbox<Message>? {
    let turn = turn.wrappingAdd(1, ordering: .relaxed).oldValue
    let chosen = mailboxes[Int(UInt(bitPattern: turn) % UInt(mailboxes.count))]
    return chosen === own ? nil : chosen
  }

  /// Called by each reactor once, after its last `next`.
  func leave() { accepting.subtract(1, ordering: .releasing) }

  /// Waits for nobody: not all reactors came to be.
  func dissolve() { accepting.store(0, ordering: .releasing) }

  /// Whether any reactor may still hand over a connection.
  var isAccepting: Bool { accepting.load(ordering: .acquiring) > 0 }
}
