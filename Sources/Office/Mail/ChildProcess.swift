import CLinux
import Glibc

/// A program of the system that is given its input in a file and answers through a pipe.
struct ChildProcess: ~Copyable {
  private let process: pid_t
  private let output: Int32
  private let deadline = ContinuousClock()

  /// - Parameter inheriting: names of the environment that it gets besides the usual ones.
  init(
    _ arguments: [String], input: Int32, errors: Int32, inheriting: [String] = []
  ) throws(MailError) {
    var ends: [Int32] = [0, 0]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .system("pipe2", arguments[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.restoreSignals(&attributes)
    var made = pid_t()
    let code = withArguments(arguments, environment: Self.environment(inheriting)) {
      posix_spawnp(&made, arguments[0], &actions, &attributes, $0, $1)
    }
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw .program("\(arguments[0]): \(String(cString: strerror(code)))")
    }
    (process, output) = (made, ends[0])
  }

  deinit { close(output) }

  /// What it writes, until its end, `limit` octets or the end of patience.
  func read(limit: Int, patience: Duration) -> [UInt8] {
    let end = deadline.now + patience
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count < limit {
      let left = end - deadline.now
      guard left > .zero else { break }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let milliseconds = left.components.seconds * 1_000 + 100
      guard poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 || errno == EINTR else { break }
      let count = Glibc.read(output, &chunk, min(chunk.count, limit - bytes.count))
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      bytes.append(contentsOf: chunk.prefix(count))
    }
    return bytes
  }

  /// Ends it where it has not ended by itself; the exit status, or 128 and the signal.
  func end() -> Int32 {
    var status: Int32 = 0
    for _ in 0..<20 {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return Self.code(status) }
      if ended < 0, errno != EINTR { return -1 }
      usleep(1_000)
    }
    kill(-process, SIGKILL)
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return Self.code(status)
  }

  private static func code(_ status: Int32) -> Int32 {
    status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// The server blocks SIGTERM and ignores SIGPIPE; a program inherits both unless told. A
  /// process group of its own, so that its children are killed with it.
  static func restoreSignals(_ attributes: inout posix_spawnattr_t) {
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  /// What msmtp, postfix and curl look at, and nothing of ours.
  static func environment(_ more: [String] = []) -> [String] {
    let kept: [String] = (["HOME", "USER", "LOGNAME"] + more).compactMap { (name: String) in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    return kept + ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
  }
}

/// Calls `body` with two lists of C texts, each ended by a null pointer.
func withArguments<T>(
  _ arguments: [String], environment: [String],
  _ body: ([UnsafeMutablePointer<CChar>?], [UnsafeMutablePointer<CChar>?]) -> T
) -> T {
  let arguments = arguments.map { strdup($0) } + [nil]
  let environment = environment.map { strdup($0) } + [nil]
  defer { for text in arguments + environment { free(text) } }
  return body(arguments, environment)
}

/// A file without a name, gone when it is let go.
struct TemporaryFile: ~Copyable {
  private let stream: UnsafeMutablePointer<FILE>
  let descriptor: Int32

  init?() {
    guard let stream = tmpfile() else { return nil }
    self.stream = stream
    descriptor = fileno(stream)
    // adddup2 makes copies without the flag for the child; other children get nothing.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { fclose(stream) }

  func fill(_ bytes: [UInt8]) -> Bool {
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count, fflush(stream) == 0 else {
      return false
    }
    return lseek(descriptor, 0, SEEK_SET) == 0
  }

  /// The first line of what was written to it, for an error message.
  func start(_ limit: Int) -> String {
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = pread(descriptor, &bytes, limit, 0)
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 >= 0x20 }, as: UTF8.self)
  }
}
