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
    ChildProcess.restoreSignals(&attributes)
    var process = pid_t()
    let code = withArguments([path, "-t", "-i"], environment: ChildProcess.environment()) {
      posix_spawn(&process, path, &actions, &attributes, $0, $1)
    }
    guard code == 0 else { throw .program("\(path): \(String(cString: strerror(code)))") }
    return process
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
