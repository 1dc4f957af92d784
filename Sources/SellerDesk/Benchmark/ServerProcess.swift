import Glibc
import Office

/// A server of this same program as a process of its own, as it is in life.
final class ServerProcess {
  let pid: pid_t
  let url: String
  let port: UInt16
  private var isRunning = true

  /// Starts `serve` and waits until it says where it listens.
  init(_ configuration: Configuration) throws(BootError) {
    var words = [
      "sellerdesk", "serve", "--data", configuration.data, "--home", configuration.home,
      "--listen", configuration.listen,
    ]
    if let reactors = configuration.reactors { words += ["--reactors", "\(reactors)"] }
    let (pid, output) = try Self.spawn(words)
    self.pid = pid
    let line = Self.readLine(output)
    let url = line.firstRange(of: "http://").map {
      line[$0.lowerBound...].prefix { !$0.isWhitespace }
    }
    guard let url, let port = url.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      isRunning = false
      kill(pid, SIGTERM)
      waitpid(pid, nil, 0)
      throw BootError("The server did not start; see its message above.")
    }
    self.url = String(url)
    self.port = port
  }

  deinit { stop() }

  /// Asks it to end and waits until it has.
  func stop() {
    guard isRunning else { return }
    isRunning = false
    kill(pid, SIGTERM)
    waitpid(pid, nil, 0)
  }

  /// Resident memory in KiB: all of it, and the part that is not the mapped database or program.
  var memory: (resident: Int, anonymous: Int) {
    let status = (try? Files.read("/proc/\(pid)/status", limit: 64 << 10)) ?? []
    let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
    func value(_ name: String) -> Int {
      let line = lines.first { $0.hasPrefix(name) } ?? ""
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        .flatMap { Int($0) } ?? 0
    }
    return (value("VmRSS:"), value("RssAnon:"))
  }

  /// Processor time that it has used, in microseconds.
  var processorMicroseconds: Int {
    let stat = (try? Files.read("/proc/\(pid)/stat", limit: 4 << 10)) ?? []
    let fields =
      String(decoding: stat, as: UTF8.self).split(separator: ")").last?
      .split(separator: " ") ?? []
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
      return 0
    }
    return (user + system) * 1_000_000 / max(1, Int(sysconf(Int32(_SC_CLK_TCK))))
  }

  private static func spawn(
    _ words: [String]
  ) throws(BootError) -> (pid: pid_t, output: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw BootError("A pipe can't be made.") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    var arguments = words.map { strdup($0) } + [nil]
    var environment = environment().map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, "/proc/self/exe", &actions, nil, &arguments, &environment)
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw BootError("The server can't be started: \(String(cString: strerror(code)))")
    }
    return (pid, ends[0])
  }

  /// The environment as this process got it; `environ` itself is no place for threads.
  private static func environment() -> [String] {
    ((try? Files.read("/proc/self/environ", limit: 1 << 20)) ?? []).split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first line, or what there is when the process ends before.
  private static func readLine(_ descriptor: Int32) -> String {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < 4_096, read(descriptor, &byte, 1) == 1, byte != 10 { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
