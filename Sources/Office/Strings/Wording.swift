import Commerce
import Synchronization

/// Everything that people read: strings, templates, menus. It is loaded, checked and replaced as a
/// whole, so that no page mixes the old with the new.
public final class Wording: Sendable {
  public let strings: Strings
  public let templates: Templates
  let menus: Menus
  /// By type, then by `Locale.index`.
  private let vocabularies: [ObjectIdentifier: [any Vocabulary]]

  init(
    strings: Strings, templates: Templates, menus: Menus, vocabularies: [any Vocabulary.Type] = []
  ) {
    self.strings = strings
    self.templates = templates
    self.menus = menus
    self.vocabularies = Dictionary(
      uniqueKeysWithValues: vocabularies.map { type in
        (ObjectIdentifier(type), Locale.allCases.map { type.init(strings, $0) })
      })
  }

  /// The words of a type that a module declares among its vocabularies.
  func words<V: Vocabulary>(_ locale: Locale) -> V {
    let made = vocabularies[ObjectIdentifier(V.self)]?[locale.index] as? V
    return made ?? V(strings, locale)
  }
}

/// Words that are the same on every page of a kind, looked up once for each language.
public protocol Vocabulary: Sendable {
  init(_ strings: Strings, _ locale: Locale)
}

/// The wording in force. A thread keeps the one it has until the edition changes, so a request
/// takes no lock; the old one goes with the last thread that had it.
final class Publication: Sendable {
  private let wording: Mutex<Wording>
  private let latest = Atomic(0)

  init(_ wording: Wording) { self.wording = Mutex(wording) }

  var current: Wording { wording.withLock { $0 } }

  /// Comes into force with the next request of each thread.
  func publish(_ fresh: Wording) {
    wording.withLock {
      $0 = fresh
      latest.add(1, ordering: .releasing)
    }
  }

  /// One thread's copy.
  struct Copy {
    private(set) var wording: Wording
    private var edition: Int

    init(of publication: Publication) {
      (wording, edition) = publication.snapshot
    }

    mutating func renew(from publication: Publication) {
      guard publication.latest.load(ordering: .acquiring) != edition else { return }
      (wording, edition) = publication.snapshot
    }
  }

  private var snapshot: (Wording, Int) {
    wording.withLock { ($0, latest.load(ordering: .relaxed)) }
  }
}
