import Glibc
import HTTP

/// The real program, `sellerdesk`, as a process of its own.
public final class ServerProcess {
  /// Where the program is: beside the bundle of the tests. Nil where it was not built.
  public static let path: String? = {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    let own = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = own.split(separator: "/").dropLast().joined(separator: "/")
    let program = "/\(folder)/sellerdesk"
    return access(program, X_OK) == 0 ? program : nil
  }()

  public struct Failed: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
  }

  public let port: UInt16
  public let id: pid_t
  private let errors: FileDescriptor
  private var isOver = false

  /// Serves a data folder on a free port; returns when it answers, at most 15 s later.
  /// - Parameters:
  ///   - options: further words of the command line.
  ///   - listener: a listening socket that the process inherits instead of opening its own.
  ///   - program: where the program is, when it is not the one beside the tests.
  public init(
    data: String, home: String, port: UInt16? = nil, options: [String] = [],
    listener: Int32? = nil, program: String? = nil
  ) throws {
    let port = try port ?? WireClient.freePort()
    self.port = port
    errors = try FileDescriptor.temporary(in: "/tmp")
    let words = ["serve", "--data", data, "--home", home, "--listen", "127.0.0.1:\(port)"]
    id = try Self.spawn(words + options, program, listener: listener, errors: errors.number)
    // Nothing else answers on the port, but an inherited socket also takes what nobody answers.
    guard listener == nil else { return }
    try awaitAnswer()
  }

  private func awaitAnswer() throws {
    for _ in 0..<750 {
      if let answer = try? WireClient(port: port).send("GET", "/readyz"), answer.status == 200 {
        return
      }
      if waitpid(id, nil, WNOHANG) == id {
        isOver = true
        throw Failed(description: "sellerdesk serve ended at once: \(messages)")
      }
      usleep(10_000)
    }
    kill()
    throw Failed(description: "sellerdesk serve does not answer")
  }

  deinit { kill() }

  /// What it has written to standard error.
  public var messages: String { Self.text(of: errors) }

  /// Waits at most 5 s for a message that contains `text`.
  public func awaitMessage(_ text: String) -> Bool {
    for _ in 0..<500 {
      if messages.contains(text) { return true }
      usleep(10_000)
    }
    return false
  }

  /// Runs a command to its end.
  /// - Returns: its exit status; 255 where a signal ended it.
  public static func run(_ arguments: [String]) throws -> Int32 { try report(arguments).status }

  /// Runs a command to its end.
  /// - Parameter input: the path of a file that it reads.
  public static func report(
    _ arguments: [String], input: String = "/dev/null"
  ) throws -> (status: Int32, errors: String) {
    let errors = try FileDescriptor.temporary(in: "/tmp")
    var status: Int32 = 0
    waitpid(try spawn(arguments, input: input, errors: errors.number), &status, 0)
    return (status & 0x7f == 0 ? (status >> 8) & 0xff : 255, text(of: errors))
  }

  private static func text(of file: FileDescriptor) -> String {
    String(decoding: (try? file.read(at: 0, count: 1 << 20)) ?? [], as: UTF8.self)
  }

  /// As a power cut ends it: nothing is finished.
  public func kill() { _ = end(with: SIGKILL) }

  /// As an operator ends it: what is under way is finished.
  /// - Returns: the exit status; nil where it was over before or a signal ended it.
  @discardableResult
  public func stop() -> Int32? { end(with: SIGTERM) }

  /// Waits until it has ended by itself.
  /// - Returns: the exit status; nil where a signal ended it.
  public func awaitEnd() -> Int32? { end(with: 0) }

  public func signal(_ signal: Int32) { Glibc.kill(id, signal) }

  private func end(with signal: Int32) -> Int32? {
    guard !isOver else { return nil }
    isOver = true
    Glibc.kill(id, signal)
    var status: Int32 = 0
    waitpid(id, &status, 0)
    return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
  }

  /// Says to whom the descriptor 3 is handed, as systemd does between fork and exec.
  private static let handover = """
    LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=sellerdesk.socket; export LISTEN_PID LISTEN_FDS \
      LISTEN_FDNAMES; exec "$0" "$@"
    """

  private static func spawn(
    _ arguments: [String], _ program: String? = nil, listener: Int32? = nil,
    input: String = "/dev/null", errors: Int32
  ) throws -> pid_t {
    guard let program = program ?? path else {
      throw Failed(description: "sellerdesk is not beside the tests")
    }
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&files, errors, 2)
    if let listener { posix_spawn_file_actions_adddup2(&files, listener, 3) }
    let all = (listener == nil ? [] : ["/bin/sh", "-c", handover]) + [program] + arguments
    let words: [UnsafeMutablePointer<CChar>?] = all.map { strdup($0) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    guard posix_spawn(&child, all[0], &files, nil, words + [nil], environ) == 0 else {
      throw Failed(description: "\(program) does not start")
    }
    return child
  }
}
