import Glibc

/// A failed system call.
public struct SystemError: Error, Sendable, CustomStringConvertible {
  /// The name of the call.
  public let call: StaticString
  /// `errno` as the call left it.
  public let code: Int32

  init(_ call: StaticString, _ code: Int32 = errno) {
    self.call = call
    self.code = code
  }

  public var description: String {
    "\(call): " + (strerror(code).map { String(cString: $0) } ?? "error \(code)")
  }
}

/// An open file, closed with its last owner.
public final class FileDescriptor: Sendable {
  /// The descriptor, valid while this object lives.
  public let number: Int32

  /// Takes over an open descriptor.
  public init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens a file to read, never following a link in the last component.
  public static func open(path: String) throws(SystemError) -> FileDescriptor {
    let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else { throw SystemError("open") }
    return FileDescriptor(owning: number)
  }

  /// O_TMPFILE of Linux's <fcntl.h>, which is hidden without _GNU_SOURCE.
  private static let temporaryFlag = 0o20000000 | O_DIRECTORY

  /// A file without a name in `folder`; it disappears with its last owner, also after a crash.
  public static func temporary(in folder: String) throws(SystemError) -> FileDescriptor {
    let opened = perform(.open, -1) { _ in
      Int(Glibc.open(folder, temporaryFlag | O_RDWR | O_CLOEXEC, 0o600))
    }
    if opened >= 0 { return FileDescriptor(owning: Int32(truncatingIfNeeded: opened)) }
    // Some file systems (overlay before Linux 6.x, NFS) lack O_TMPFILE: make one and unlink it.
    guard errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else {
      throw SystemError("open")
    }
    var template = Array("\(folder)/body-XXXXXX".utf8CString)
    let made = mkstemp(&template)
    guard made >= 0 else { throw SystemError("mkstemp") }
    unlink(template)
    _ = fcntl(made, F_SETFD, FD_CLOEXEC)
    return FileDescriptor(owning: made)
  }

  /// The size in octets.
  public func size() throws(SystemError) -> Int64 {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SystemError("fstat") }
    return Int64(status.st_size)
  }

  /// When the content last changed, in seconds since 1970.
  func modified() throws(SystemError) -> Int64 {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SystemError("fstat") }
    return Int64(status.st_mtim.tv_sec)
  }

  /// Up to `count` octets from `offset`; fewer only at the end of the file.
  public func read(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = perform(.read, number, count - filled) {
          pread(number, base + filled, $0, off_t(offset + Int64(filled)))
        }
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = SystemError("pread") }
        guard got > 0 else { return }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Appends all octets at the file's position.
  public func write(_ bytes: Span<UInt8>) throws(SystemError) {
    var sent = 0
    while sent < bytes.count {
      let put = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { base in
          perform(.write, number, buffer.count - sent) { Glibc.write(number, base + sent, $0) }
        } ?? 0
      }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { throw SystemError("write") }
      sent += put
    }
  }
}
