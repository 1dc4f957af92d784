import Glibc
import Synchronization

/// Delivers into a maildir: the folders `tmp`, `new` and `cur` below one folder, a file for
/// each mail. Nothing has to be installed, and any mail reader opens it.
///
/// A mail's file is named after its number, so a repeat finds it there, and names in
/// descending order are the newest mails first.
public final class MaildirTransport: BatchMailTransport {
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

  /// Written to `tmp`, forced to the disk, then renamed into `new`; each of these for all before
  /// the next, so that a batch costs the disk about as much as one mail.
  public func send(_ mails: [Mail]) -> [Int64: MailError] {
    turn.withLock { _ in
      var failures: [Int64: MailError] = [:]
      func each(_ mails: [Mail], _ step: (Mail) throws(MailError) -> Bool) -> [Mail] {
        mails.filter { mail in
          do throws(MailError) { return try step(mail) } catch { failures[mail.id] = error }
          return false
        }
      }
      let written = each(mails) { (mail) throws(MailError) in
        if try isDelivered(mail.id) { return false }
        try Folder.write(try mail.message(), to: draft(mail))
        return true
      }
      let named = each(written) { (mail) throws(MailError) in
        try Folder.sync(draft(mail))
        let target = "\(folder)/new/\(Self.name(mail.id))"
        guard rename(draft(mail), target) == 0 else { throw .system("rename", target) }
        return true
      }
      guard !named.isEmpty else { return failures }
      do throws(MailError) { try Folder.sync("\(folder)/new") } catch {
        for mail in named { failures[mail.id] = error }
      }
      return failures
    }
  }

  private func draft(_ mail: Mail) -> String { "\(folder)/tmp/\(Self.name(mail.id))" }

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
  }

  /// Makes a file, or the renames in a folder, survive a power cut.
  static func sync(_ path: String) throws(MailError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system("open", path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw .system("fsync", path) }
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

extension Folder {
  /// Within one file system.
  static func move(_ path: String, to target: String) throws(MailError) {
    guard rename(path, target) == 0 else { throw .system("rename", target) }
  }
}
