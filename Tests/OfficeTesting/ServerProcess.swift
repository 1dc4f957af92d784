import Glibc

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
  }

  public let port: UInt16
  private let id: pid_t
  private var isOver = false

  /// Serves a data folder on a free port; returns when it answers, at most 15 s later.
  public init(data: String, home: String, port: UInt16? = nil) throws {
    let port = try port ?? WireClient.freePort()
    self.port = port
    let address = "127.0.0.1:\(port)"
    id = try Self.spawn(["serve", "--data", data, "--home", home, "--listen", address])
    for _ in 0..<750 {
      if let answer = try? WireClient(port: port).send("GET", "/readyz"), answer.status == 200 {
        return
      }
      if waitpid(id, nil, WNOHANG) == id {
        isOver = true
        throw Failed(description: "sellerdesk serve ended at once")
      }
      usleep(20_000)
    }
    kill()
    throw Failed(description: "sellerdesk serve does not answer")
  }

  deinit { kill() }

  /// Runs a command to its end.
  /// - Returns: its exit status; 255 where a signal ended it.
  public static func run(_ arguments: [String]) throws -> Int32 {
    var status: Int32 = 0
    waitpid(try spawn(arguments), &status, 0)
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 255
  }

  /// As a power cut ends it: nothing is finished.
  public func kill() { end(with: SIGKILL) }

  /// As an operator ends it: what is under way is finished.
  public func stop() { end(with: SIGTERM) }

  private func end(with signal: Int32) {
    guard !isOver else { return }
    isOver = true
    Glibc.kill(id, signal)
    waitpid(id, nil, 0)
  }

  private static func spawn(_ arguments: [String]) throws -> pid_t {
    guard let path else { throw Failed(description: "sellerdesk is not beside the tests") }
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    for descriptor in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0)
    }
    let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    guard posix_spawn(&child, path, &files, nil, words + [nil], environ) == 0 else {
      throw Failed(description: "\(path) does not start")
    }
    return child
  }
}
