import Glibc

/// The files of one folder, read at boot. Only names found then can be asked for, so no path
/// reaches the file system. Links, dot-files and other special files are left out.
public struct StaticFiles: Sendable {
  private let prefix: String
  private let byPath: [String: Entry]
  private let urls: [String: String]

  /// Larger files stay on disk and are sent by the kernel.
  private static let memoryLimit: Int64 = 1 << 20

  /// The answers to a GET, made once.
  fileprivate struct Entry: Sendable {
    let identity: Response
    let gzip: Response?
  }

  /// Loads `folder` and the folders in it, served under `prefix` (beginning and ending in a slash).
  /// - Throws: `SystemError` when something cannot be read.
  public init(folder: String, prefix: String = "/assets/") throws(SystemError) {
    var byPath: [String: Entry] = [:]
    var urls: [String: String] = [:]
    for name in try StaticFiles.names(in: folder, "") {
      let (entry, hash) = try StaticFiles.load("\(folder)/\(name)", name)
      let hashed = prefix + StaticFiles.hashed(name, hash)
      byPath[prefix + name] = entry(false)
      byPath[hashed] = entry(true)
      urls[name] = hashed
    }
    self.prefix = prefix
    self.byPath = byPath
    self.urls = urls
  }

  /// Relative names of all files, such as `app.css` and `icons/cart.svg`, in order.
  public var names: [String] { urls.keys.sorted() }

  /// The address of a file, with the hash of its content in the name; nil when there is no such file.
  public func url(for name: String) -> String? { urls[name] }

  /// The answer to a request for a file, or nil when the path is none of ours.
  public func response(for request: Request) -> Response? {
    guard request.path.utf8.starts(with: prefix.utf8) else { return nil }
    guard let entry = byPath[request.path] else { return .plain(.notFound) }
    let methods: [Method] = [.get, .head, .options]
    if request.method == .options { return .options(methods) }
    guard request.method == .get || request.isHead else { return .methodNotAllowed(methods) }
    return entry.response(for: request).selected(for: request)
  }

  private static func names(in folder: String, _ base: String) throws(SystemError) -> [String] {
    guard let directory = opendir(folder + "/" + base) else { throw SystemError("opendir") }
    defer { closedir(directory) }
    var names: [String] = []
    while let item = readdir(directory) {
      let name = withUnsafeBytes(of: item.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      var status = stat()
      guard lstat("\(folder)/\(base)\(name)", &status) == 0 else { throw SystemError("lstat") }
      switch status.st_mode & S_IFMT {
      case S_IFREG: names.append(base + name)
      case S_IFDIR: names += try Self.names(in: folder, base + name + "/")
      default: break
      }
    }
    return names.sorted()
  }

  private static func load(
    _ path: String, _ name: String
  ) throws(SystemError) -> (entry: (Bool) -> Entry, hash: String) {
    let file = try FileDescriptor.open(path: path)
    let size = try file.size()
    let isSmall = size <= memoryLimit
    var bytes = isSmall ? try file.read(at: 0, count: Int(size)) : []
    if name.hasSuffix(".css") { bytes = Stylesheet.compacted(bytes) }
    let hash = isSmall ? ContentHash.of(bytes) : try ContentHash.of(file, size)
    let type = MediaType.forFile(name)
    // A file from the future is as old as its first answer (RFC 9110, 8.8.2.1).
    let modified = HTTPDate.text(min(try file.modified(), Clock.seconds()))
    var gzip: [UInt8]?
    if MediaType.isCompressible(type), bytes.count >= 512 {
      gzip = Compression.gzip(bytes, level: 9).flatMap { $0.count < bytes.count ? $0 : nil }
    }
    let identity: Response.Content =
      isSmall ? .shared(SharedBytes(bytes)) : .file(file, range: 0..<size)
    let packed = gzip.map { Response.Content.shared(SharedBytes($0)) }
    return (
      { isImmutable in
        var headers = Headers()
        headers.append("Content-Type", type)
        headers.append("X-Content-Type-Options", "nosniff")
        headers.append("Last-Modified", modified)
        headers.append(
          "Cache-Control", isImmutable ? "public, max-age=31536000, immutable" : "no-cache")
        return Entry(identity, packed, headers, tag: hash)
      }, hash
    )
  }

  /// `app.css` -> `app.3f2a….css`
  private static func hashed(_ name: String, _ hash: String) -> String {
    guard let dot = name.utf8.lastIndex(of: Octet.dot) else { return "\(name).\(hash)" }
    return "\(name[..<dot]).\(hash)\(name[dot...])"
  }
}

extension StaticFiles.Entry {
  fileprivate init(
    _ content: Response.Content, _ packed: Response.Content?, _ headers: Headers, tag: String
  ) {
    var plain = Response(.ok, content)
    plain.headers = headers
    // What is chosen by a field of the request says so (RFC 9110, 12.5.5).
    if packed != nil { plain.headers.append("Vary", "Accept-Encoding") }
    gzip = packed.map { packed in
      var response = plain
      response.body = packed
      response.headers.append("Content-Encoding", "gzip")
      // Each encoding is another representation and needs its own tag (RFC 9110, 8.8.3.3).
      response.headers.append("ETag", "\"\(tag)-gzip\"")
      return response
    }
    plain.headers.append("ETag", "\"\(tag)\"")
    identity = plain
  }

  fileprivate func response(for request: Request) -> Response {
    guard let field = request.header("accept-encoding") else { return identity }
    let accepted = AcceptedCodings(field)
    if let gzip, accepted.prefersGzip || accepted.identity == 0 && accepted.gzip > 0 { return gzip }
    return accepted.identity > 0 ? identity : unacceptable
  }

  private var unacceptable: Response {
    var response = Response.plain(.notAcceptable)
    if gzip != nil { response.headers.append("Vary", "Accept-Encoding") }
    return response
  }
}

/// FNV-1a, 64 bits: tells versions of our own files apart; it does not resist an attacker and need
/// not.
struct ContentHash {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  static func of(_ bytes: [UInt8]) -> String {
    var hash = ContentHash()
    hash.add(bytes)
    return hash.text
  }

  static func of(_ file: FileDescriptor, _ size: Int64) throws(SystemError) -> String {
    var hash = ContentHash()
    var offset: Int64 = 0
    while offset < size {
      let piece = try file.read(at: offset, count: 1 << 18)
      if piece.isEmpty { break }
      hash.add(piece)
      offset += Int64(piece.count)
    }
    return hash.text
  }

  private mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  private var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
