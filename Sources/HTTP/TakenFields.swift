import Synchronization

/// What the readers of a form have asked for.
final class TakenFields: Sendable {
  enum Way: Hashable { case one, all, files }

  private struct Note: Hashable {
    let name: String
    let way: Way
  }

  private let notes = Mutex<Set<Note>>([])

  func note(_ name: String, _ way: Way) {
    notes.withLock { _ = $0.insert(Note(name: name, way: way)) }
  }

  func has(_ name: String, _ way: Way) -> Bool {
    notes.withLock { $0.contains(Note(name: name, way: way)) }
  }
}
