import Glibc
import HTTP

extension Kernel {
  /// One line for a cause that the answer does not show; the page names the request's id.
  func report(_ error: any Error, _ exchange: Exchange) {
    let request = exchange.request
    log("fault \(request.id) \(request.method.name) \(exchange.pattern): \(error)")
  }

  /// A line for the operator, on standard error.
  @Sendable static func complain(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
