import Glibc

/// Hands mails to a sendmail program (`sendmail -t -i`), as postfix, exim and msmtp bring one:
/// they do the TLS, the queue and the signatures.
public struct SendmailTransport: MailTransport {
  private let path: String
  private let patience: Duration

  /// - Parameters:
  ///   - path: the program, such as `/usr/sbin/sendmail`.
  ///   - patience: how long it may take before it is killed and the mail tried again later.
  public init(path: String, patience: Duration = .seconds(30)) {
    self.path = path
    self.patience = patience
  }

  public func send(_ mail: Mail) throws(MailError) {
    let message = try mail.message()
    // A file and not a pipe: a program that does not read can neither block nor SIGPIPE us.
    guard let input = TemporaryFile(), let output = TemporaryFile(), input.fill(message) else {
      throw .system("tmpfile", path)
    }
    let process = try spawn(input: input.descriptor, output: output.descriptor)
    let status = try wait(for: process)
    guard status == 0 else { throw .program("\(path): status \(status) \(output.start(200))") }
  }

  private func spawn(input: Int32, output: Int32) throws(MailError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.restoreSignals(&attributes)
    var process = pid_t()
    let code = withArguments([path, "-t", "-i"], environment: Self.environment) {
      posix_spawn(&process, path, &actions, &attributes, $0, $1)
    }
    guard code == 0 else { throw .program("\(path): \(String(cString: strerror(code)))") }
    return process
  }

  /// The server blocks SIGTERM and ignores SIGPIPE; a program inherits both unless told. A
  /// process group of its own, so that its children are killed with it.
  private static func restoreSignals(_ attributes: inout posix_spawnattr_t) {
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

  /// What msmtp and postfix look at, and nothing of ours.
  private static var environment: [String] {
    let kept: [String] = ["HOME", "USER", "LOGNAME"].compactMap { (name: String) in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    return kept + ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
  }

  /// The exit status, or 128 and the signal that ended it.
  private func wait(for process: pid_t) throws(MailError) -> Int32 {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var status: Int32 = 0
    var pause: UInt32 = 1_000
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F }
      if ended < 0 && errno != EINTR { throw .system("waitpid", path) }
      if clock.now >= deadline {
        kill(-process, SIGKILL)
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        throw .program("\(path): not done after \(patience)")
      }
      usleep(pause)
      pause = min(pause * 2, 50_000)
    }
  }
}

/// Calls `body` with two lists of C texts, each ended by a null pointer.
private func withArguments<T>(
  _ arguments: [String], environment: [String],
  _ body: ([UnsafeMutablePointer<CChar>?], [UnsafeMutablePointer<CChar>?]) -> T
) -> T {
  let arguments = arguments.map { strdup($0) } + [nil]
  let environment = environment.map { strdup($0) } + [nil]
  defer { for text in arguments + environment { free(text) } }
  return body(arguments, environment)
}

/// A file without a name, gone when it is let go.
private struct TemporaryFile: ~Copyable {
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
