import Glibc
import Synchronization

/// Delivers into a maildir: the folders `tmp`, `new` and `cur` below one folder, a file for
/// each mail. Nothing has to be installed, and any mail reader opens it.
///
/// A mail's file is named after its number, so a repeat finds it there, and names in
/// descending order are the newest mails first.
public final class MaildirTransport: MailTransport {
  let folder: String
  /// One at a time: the file in `tmp` has one name for each mail.
  private let turn = Mutex(())

  /// Makes the folders that are missing; the one above them must be there.
  public init(folder: String) throws(MailError) {
    self.folder = folder
    for path in [folder, "\(folder)/tmp", "\(folder)/new", "\(folder)/cur"] {
      // Mails are private: nobody else on the machine may read them.
      if mkdir(path, 0o700) != 0 && errno != EEXIST { throw .system("mkdir", path) }
    }
  }

  /// Written to `tmp`, forced to the disk, then renamed into `new`.
  public func send(_ mail: Mail) throws(MailError) {
    let message = try mail.message()
    let failure = turn.withLock { _ -> MailError? in
      do throws(MailError) {
        if try isDelivered(mail.id) { return nil }
        try deliver(message, name: Self.name(mail.id))
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  static func name(_ id: Int64) -> String {
    let digits = String(id)
    return String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits + ".mail"
  }

  /// A mail that was read lies in `cur`, with flags after its name.
  private func isDelivered(_ id: Int64) throws(MailError) -> Bool {
    let name = Self.name(id)
    if access("\(folder)/new/\(name)", F_OK) == 0 { return true }
    return try Folder.names("\(folder)/cur").contains { $0.hasPrefix(name) }
  }

  private func deliver(_ message: [UInt8], name: String) throws(MailError) {
    let draft = "\(folder)/tmp/\(name)"
    try Folder.write(message, to: draft)
    let target = "\(folder)/new/\(name)"
    guard rename(draft, target) == 0 else { throw .system("rename", target) }
    try Folder.sync("\(folder)/new")
  }
}

/// The few calls on files that a maildir takes.
enum Folder {
  static func write(_ bytes: [UInt8], to path: String) throws(MailError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .system("open", path) }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system("write", path) }
      done += count
    }
    guard fsync(file) == 0 else { throw .system("fsync", path) }
  }

  /// Makes a rename in the folder survive a power cut.
  static func sync(_ path: String) throws(MailError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system("open", path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw .system("fsync", path) }
  }

  /// The names in a folder, without those that begin with a dot.
  static func names(_ path: String) throws(MailError) -> [String] {
    guard let folder = opendir(path) else { throw .system("opendir", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// At most `limit` bytes from the start of a file.
  static func read(_ path: String, limit: Int) throws(MailError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system("open", path) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var done = 0
    while done < limit {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress?.advanced(by: done), limit - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", path) }
      if count == 0 { break }
      done += count
    }
    return Array(bytes.prefix(done))
  }
}

extension MailError {
  /// The system's reason for the last call.
  static func system(_ call: String, _ path: String) -> MailError {
    .folder("\(call) \(path): \(String(cString: strerror(errno)))")
  }
}
