import Glibc
import Synchronization

/// One line a request, written by a thread of its own: a slow disk never holds a reactor. What the
/// disk cannot take in time is dropped and counted in the log itself.
public final class AccessLog: Sendable {
  /// Where the lines go.
  public enum Sink: Sendable {
    case none
    case standardOutput
    /// Appended; made with mode 0640 when it is not there.
    case file(path: String)
    /// Whole lines, called on the log's thread.
    case custom(@Sendable ([UInt8]) -> Void)
  }

  private struct State {
    var pending: [UInt8] = []
    var dropped = 0
    var isClosed = false
  }

  private static let bound = 4 << 20
  private let state = Mutex(State())
  private let signal: EventCounter
  private let sink: Sink
  private let file: Mutex<FileDescriptor?>

  init?(_ sink: Sink) throws(SystemError) {
    if case .none = sink { return nil }
    self.sink = sink
    file = Mutex(try AccessLog.open(sink))
    signal = try EventCounter()
  }

  /// What is written from now on goes to whatever is then under the file's name. Where that cannot
  /// be opened, the present file stays in use.
  func reopen() throws(SystemError) {
    let fresh = try AccessLog.open(sink)
    file.withLock { $0 = fresh }
  }

  /// Takes whole lines; never waits for the sink.
  func append(_ lines: [UInt8]) {
    let wasEmpty = state.withLock { state in
      guard state.pending.count + lines.count <= AccessLog.bound else {
        state.dropped += 1
        return false
      }
      defer { state.pending.append(contentsOf: lines) }
      return state.pending.isEmpty
    }
    if wasEmpty { signal.raise() }
  }

  /// Lets `run` return when everything is written.
  func close() {
    state.withLock { $0.isClosed = true }
    signal.raise()
  }

  /// The log's thread.
  func run() {
    while true {
      signal.wait()
      let (lines, dropped, isClosed) = state.withLock { state in
        defer {
          state.pending = []
          state.dropped = 0
        }
        return (state.pending, state.dropped, state.isClosed)
      }
      if !lines.isEmpty { write(lines) }
      if dropped > 0 { write(Array("dropped \(dropped) batches\n".utf8)) }
      if isClosed { return }
    }
  }

  private static func open(_ sink: Sink) throws(SystemError) -> FileDescriptor? {
    guard case .file(let path) = sink else { return nil }
    let number = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
    guard number >= 0 else { throw SystemError("open") }
    return FileDescriptor(owning: number)
  }

  private func write(_ bytes: [UInt8]) {
    switch sink {
    case .none: break
    case .custom(let write): write(bytes)
    case .standardOutput: AccessLog.put(bytes, STDOUT_FILENO)
    case .file:
      if let file = file.withLock({ $0 }) { AccessLog.put(bytes, file.number) }
    }
  }

  /// A log that cannot be written is lost; the requests are not.
  private static func put(_ bytes: [UInt8], _ number: Int32) {
    var sent = 0
    bytes.withUnsafeBytes { buffer in
      while sent < buffer.count, let base = buffer.baseAddress {
        let put = Glibc.write(number, base + sent, buffer.count - sent)
        if put < 0, errno == EINTR { continue }
        guard put > 0 else { return }
        sent += put
      }
    }
  }
}

/// Formats the lines of one reactor: time, status, method, target without query, octets of the
/// answer, microseconds, network of the client, request id. No tokens, no full addresses.
struct AccessLines {
  private(set) var bytes: [UInt8] = []
  private var stamp: [UInt8] = []
  private var stampSecond: Int64 = -1

  mutating func append(_ request: Request, _ status: Status, octets: Int64, nanoseconds: Int64) {
    bytes.append(contentsOf: stamp)
    bytes.append(" ")
    bytes.append(decimal: Int64(status.code))
    bytes.append(" ")
    bytes.append(request.method.name)
    bytes.append(" ")
    request.head.withLoggedTarget { target in
      for index in 0..<min(target.count, 200) { bytes.append(target[index]) }
    }
    bytes.append(" ")
    bytes.append(decimal: octets)
    bytes.append(" ")
    bytes.append(decimal: max(0, nanoseconds) / 1000)
    bytes.append(" ")
    bytes.append(peer: request.peer.masked)
    bytes.append(" ")
    bytes.append(text: request.id)
    bytes.append(Octet.lineFeed)
  }

  /// For a request that was refused before it could be understood.
  mutating func append(refused status: Status, _ peer: PeerAddress) {
    bytes.append(contentsOf: stamp)
    bytes.append(" ")
    bytes.append(decimal: Int64(status.code))
    bytes.append(" - - 0 0 ")
    bytes.append(peer: peer.masked)
    bytes.append(" -\n")
  }

  mutating func setTime(_ seconds: Int64) {
    guard seconds != stampSecond else { return }
    stampSecond = seconds
    let civil = Civil(max(0, seconds))
    stamp.removeAll(keepingCapacity: true)
    stamp.append(padded: civil.year, 4)
    stamp.append("-")
    stamp.append(padded: civil.month, 2)
    stamp.append("-")
    stamp.append(padded: civil.day, 2)
    stamp.append("T")
    stamp.append(clock: civil)
    stamp.append("Z")
  }

  mutating func take() -> [UInt8] {
    defer {
      bytes = []
      bytes.reserveCapacity(16384)
    }
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func append(peer: PeerAddress) {
    guard peer.isIPv4 else { return append(text: peer.text) }
    for shift in [24, 16, 8, 0] as [UInt64] {
      append(decimal: Int64((peer.low >> shift) & 0xff))
      if shift > 0 { append(Octet.dot) }
    }
  }
}
