import Glibc

@testable import HTTP

/// A form means the same in memory and on disk, through a wide window and a narrow one, and what was
/// read can be written and read again.
func checkMultipart(_ input: [UInt8]) throws(Finding) {
  var limits = FormLimits()
  (limits.fields, limits.nameLength, limits.valueLength, limits.total) = (8, 60, 200, 300)
  let inMemory = FormOutcome(.bytes(input), limits, window: 65536)
  if input.cut & 3 == 0 {
    let onDisk = FormOutcome(try Scratch.body(input), limits, window: 24)
    try require(inMemory == onDisk, "memory \(inMemory), disk \(onDisk)")
  }
  guard inMemory.error == nil else { return }
  try require(inMemory.parts.count <= limits.fields, "too many parts")
  try require(inMemory.parts.allSatisfy { $0.name.utf8.count <= 60 }, "a name too long")
  for part in inMemory.parts {
    try require(part.filename?.utf8.contains(Octet.slash) != true, "a folder in the name")
  }
  let again = FormOutcome(.bytes(written(inMemory.parts)), limits, window: 65536)
  try require(again == inMemory, "written again \(again), before \(inMemory)")
}

private struct Part: Equatable {
  let name: String
  var filename: String?
  var type: String?
  let content: [UInt8]
}

private struct FormOutcome: Equatable {
  var parts: [Part] = []
  var error: Int?

  init(_ body: Body, _ limits: FormLimits, window: Int) {
    do throws(FormError) {
      let form = try Multipart.decode(body, boundary: "XX", limits: limits, window: window)
      parts = form.fields.map { Part(name: $0.name, content: Array($0.value.utf8)) }
      for (name, file) in form.files {
        // A slice that cannot be read would differ from the one in memory.
        let content = (try? file.content.bytes(upTo: 1 << 20)) ?? []
        parts.append(
          Part(name: name, filename: file.filename, type: file.contentType, content: content))
      }
    } catch { self.error = code(error) }
  }
}

private func code(_ error: FormError) -> Int {
  switch error {
  case .tooMany: 1
  case .tooLarge: 2
  case .badEncoding: 3
  case .malformed: 4
  case .unsupportedType: 5
  case .unreadable: 6
  }
}

/// As a browser writes it (WHATWG HTML, 4.10.21.8), with backslashes escaped.
private func written(_ parts: [Part]) -> [UInt8] {
  var bytes: [UInt8] = []
  for part in parts {
    bytes.append("--XX\r\nContent-Disposition: form-data; name=\"")
    bytes += quoted(part.name)
    if let filename = part.filename {
      bytes.append("\"; filename=\"")
      bytes += quoted(filename)
    }
    bytes.append("\"\r\n")
    if let type = part.type { bytes.append(text: "Content-Type: \(type)\r\n") }
    bytes.append("\r\n")
    bytes += part.content
    bytes.append("\r\n")
  }
  bytes.append("--XX--")
  return bytes
}

private func quoted(_ text: String) -> [UInt8] {
  text.utf8.flatMap { octet -> [UInt8] in
    switch octet {
    case Octet.quote: Array("%22".utf8)
    case Octet.carriageReturn: Array("%0D".utf8)
    case Octet.lineFeed: Array("%0A".utf8)
    case Octet.backslash: [octet, octet]
    default: [octet]
    }
  }
}

/// One file for all inputs: a new one for each would be most of the work.
private enum Scratch {
  private static let file = try? FileDescriptor.temporary(in: "/tmp")

  static func body(_ bytes: [UInt8]) throws(Finding) -> Body {
    guard let file, pwrite(file.number, bytes, bytes.count, 0) == bytes.count else {
      throw Finding(description: "no scratch file")
    }
    return .file(SpooledFile(descriptor: file, range: 0..<Int64(bytes.count)))
  }
}
