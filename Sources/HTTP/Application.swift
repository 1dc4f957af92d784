/// What the server serves. The application value is shared by all threads; what must belong to one
/// thread (a database reader, caches, buffers) is its `Local`.
public protocol Application: Sendable {
  associatedtype Local: AnyObject

  /// Called once inside every reactor and worker thread, before the first request.
  func makeLocal(_ lane: Lane) throws -> Local

  /// Called on the reactor when the head is complete and before the body is read.
  func plan(_ request: Request, _ local: Local) -> Plan

  /// Called on the planned lane with the whole body.
  func respond(_ request: Request, _ local: Local) -> Response
}

/// Where a request is answered.
public enum Lane: Sendable {
  /// On the reactor, in the same turn: for what neither waits nor writes.
  case inline
  /// On a worker thread; the connection is not read meanwhile.
  case worker
}

/// What to do with a request whose head is known.
public struct Plan: Sendable {
  let lane: Lane
  let bodyLimit: Int
  let spoolAbove: Int
  let answer: Response?

  /// - Parameters:
  ///   - bodyLimit: octets; a longer body is answered 413 and the connection closed.
  ///   - spoolAbove: a longer body goes to a temporary file.
  public init(lane: Lane, bodyLimit: Int = 0, spoolAbove: Int = 65536) {
    self.lane = lane
    self.bodyLimit = max(0, bodyLimit)
    self.spoolAbove = max(0, spoolAbove)
    answer = nil
  }

  /// Answers without reading the body; when there is one, the connection closes after the answer.
  public static func answer(_ response: Response) -> Plan { Plan(answer: response) }

  private init(answer: Response) {
    lane = .inline
    bodyLimit = 0
    spoolAbove = 0
    self.answer = answer
  }
}
