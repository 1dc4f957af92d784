import Glibc

/// Listening sockets that the process was started with, by the protocol of sd_listen_fds(3). They
/// stay open while one process ends and the next begins, so no client is refused in between.
public struct InheritedSockets: Sendable {
  /// Each with its name (`FileDescriptorName=` of the socket unit), empty where it has none.
  public let all: [(name: String, socket: FileDescriptor)]

  /// What the environment says is there for the process `pid`.
  /// - Throws: `InheritedSocketsError` for what is no listening TCP socket.
  public static func take(
    from environment: (String) -> String?, pid: pid_t = getpid()
  ) throws(InheritedSocketsError) -> InheritedSockets {
    var all: [(name: String, socket: FileDescriptor)] = []
    for (number, name) in announced(environment, pid: pid) {
      let socket = FileDescriptor(owning: number)
      guard (try? Socket.adopt(socket)) == true else {
        throw InheritedSocketsError(number: number, name: name)
      }
      all.append((name, socket))
    }
    return InheritedSockets(all: all)
  }

  /// Hides the sockets from the programs that this one starts; before there are threads.
  public static func forget() {
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
  }

  private static let first: Int32 = 3
  private static let most: Int32 = 64

  static func announced(
    _ environment: (String) -> String?, pid: pid_t
  ) -> [(number: Int32, name: String)] {
    guard environment("LISTEN_PID").flatMap({ pid_t($0) }) == pid,
      let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), (1...most).contains(count)
    else { return [] }
    let names = (environment("LISTEN_FDNAMES") ?? "")
      .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    return (0..<count).map { index in
      let place = Int(index)
      return (first + index, names.indices.contains(place) ? names[place] : "")
    }
  }
}

/// A descriptor that was handed over and cannot be served.
public struct InheritedSocketsError: Error, Sendable, CustomStringConvertible {
  let number: Int32
  let name: String

  public var description: String {
    let label = name.isEmpty ? "" : " (\(name))"
    return "the inherited descriptor \(number)\(label) is no listening TCP socket"
  }
}
