/// Writes response heads (RFC 9112, 4 and 5). The Date line is made once a second.
struct ResponseEncoder {
  enum Persistence { case implied, keepAlive, close }

  private var dateLine: [UInt8] = []
  private var second: Int64 = -1

  mutating func setTime(_ seconds: Int64) {
    guard seconds != second else { return }
    second = seconds
    dateLine.removeAll(keepingCapacity: true)
    dateLine.append("Date: ")
    dateLine.append(contentsOf: HTTPDate.bytes(seconds))
    dateLine.append("\r\n")
  }

  func encode(_ response: Response, _ persistence: Persistence, into out: inout [UInt8]) {
    appendStatusLine(response.status, to: &out)
    out.append(contentsOf: dateLine)
    for field in response.headers.fields {
      out.append(field.name)
      out.append(": ")
      out.append(text: field.value)
      out.append("\r\n")
    }
    // Neither 204 nor 304 has content, and 204 must not name a length (RFC 9110, 8.6).
    if !response.status.forbidsBody, !response.isEndless {
      out.append("Content-Length: ")
      out.append(decimal: response.length)
      out.append("\r\n")
    }
    if response.isRangeable { out.append("Accept-Ranges: bytes\r\n") }
    switch persistence {
    case .implied: out.append("\r\n")
    case .keepAlive: out.append("Connection: keep-alive\r\n\r\n")
    case .close: out.append("Connection: close\r\n\r\n")
    }
  }

  private func appendStatusLine(_ status: Status, to out: inout [UInt8]) {
    if status.code == 200 { return out.append("HTTP/1.1 200 OK\r\n") }
    out.append("HTTP/1.1 ")
    out.append(decimal: Int64(status.code))
    out.append(" ")
    out.append(status.reason)
    out.append("\r\n")
  }
}
