/// The state of one client's connection; its reactor alone touches it. Buffers exist only while
/// there is something in them, so an idle connection is this object and a socket.
final class Connection {
  enum Phase {
    /// Awaiting the header of a proxy.
    case proxy
    /// Reading or awaiting a request head.
    case head
    case body
    /// A worker has the request; nothing is read.
    case working
    /// Its answer goes on for as long as there are events; nothing is read.
    case listening
    /// Everything is said; what still comes is thrown away (RFC 9112, 9.6).
    case lingering
    case closed

    var isReading: Bool { self == .head || self == .body || self == .proxy }
  }

  let socket: Int32
  let token: UInt64
  /// The other end, or what the PROXY protocol says of it.
  var peer: PeerAddress
  /// Whether the connection stands in `AddressCounts` under `peer`.
  var isCounted = false
  var phase = Phase.head
  var parser = RequestParser()
  /// Octets received and not yet used.
  var pending: [UInt8] = []
  /// The request being read or answered.
  var request: Request?
  var body: BodyReader?
  var lane = Lane.inline
  var output = WriteQueue()
  /// The socket may hold octets (edge-triggered: until EAGAIN).
  var isReadable = false
  /// The client has announced its end: a short read does not prove that the socket is empty.
  var isEnding = false
  /// The client has sent its last octet.
  var hasEnded = false
  /// The last answer has been given.
  var isLast = false
  /// Octets in the socket when the last answer began to wait for the client.
  var unsent: Int32 = 0
  /// What it listens to, and until when.
  var topic: Int64 = 0
  var endsAt = Int64.max
  /// Nanoseconds of the monotonic clock.
  var deadline = Int64.max
  /// When the wheel looks at the deadline; never after it.
  var lookAt = Int64.max

  init(socket: Int32, token: UInt64, peer: PeerAddress) {
    self.socket = socket
    self.token = token
    self.peer = peer
  }

  /// Whether input can be used now: answers go out in order, and one that does not fit the socket
  /// holds everything behind it.
  var takesInput: Bool { phase.isReading && !isLast && output.isEmpty }

  /// Waiting for a request of which nothing has come.
  var isIdle: Bool {
    (phase == .head || phase == .proxy) && !parser.hasBegun && pending.isEmpty && output.isEmpty
  }
}

/// Connections by slot. A token names a slot and its generation, so that what comes late for a
/// closed connection finds nobody.
struct ConnectionTable {
  private var slots: [Connection?] = []
  private var generations: [UInt32] = []
  private var free: [Int] = []
  private(set) var count = 0

  subscript(token: UInt64) -> Connection? {
    let slot = Int(token & 0xffff_ffff)
    guard slot < slots.count, let connection = slots[slot], connection.token == token else {
      return nil
    }
    return connection
  }

  mutating func insert(socket: Int32, peer: PeerAddress) -> Connection {
    let slot = free.popLast() ?? slots.count
    if slot == slots.count {
      slots.append(nil)
      generations.append(0)
    }
    generations[slot] = (generations[slot] &+ 1) & 0x7fff_ffff
    let token = UInt64(generations[slot]) << 32 | UInt64(slot)
    let connection = Connection(socket: socket, token: token, peer: peer)
    slots[slot] = connection
    count += 1
    return connection
  }

  mutating func remove(_ connection: Connection) {
    let slot = Int(connection.token & 0xffff_ffff)
    guard slot < slots.count, slots[slot] === connection else { return }
    slots[slot] = nil
    free.append(slot)
    count -= 1
  }

  var all: [Connection] { slots.compactMap { $0 } }
}
