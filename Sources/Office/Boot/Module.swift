import Commerce
import SQL

/// A feature, as the kernel sees it: its table of contents.
public protocol Module: Sendable {
  /// The name of the folder: `Products`.
  static var name: String { get }
  /// Append-only.
  static var migrations: [Migration] { get }
  /// Every page it shows.
  static var pages: [PageBinding] { get }
  /// Words that its pages look up once.
  static var vocabularies: [any Vocabulary.Type] { get }
  /// Its list pages, so that their views can be saved.
  static var lists: [ListDeclaration] { get }
  /// What it tells people of.
  static var notices: [NoticeKind] { get }
  /// How it tells programs that expect messages of a kind of their own.
  static var webhookFormats: [any WebhookFormat] { get }
  var routes: Routes { get }
  var navigation: [NavigationEntry] { get }
  /// What waits for somebody, for the home page.
  var tasks: [HomeTask] { get }
  /// Numbers worth a look, for the home page; each links to its list.
  var tiles: [HomeTile] { get }
  /// How its things are found from the box on every page.
  var searches: [SearchProvider] { get }
  /// Kept counters and the statements that count the same rows, for `sellerdesk check`.
  var recounts: [Recount] { get }
  /// Registers the handlers of its jobs; once, at boot.
  func register(on runner: JobRunner)
  /// Every statement, for the sweep that prepares them.
  static var statements: [StatementCheck] { get }
}

extension Module {
  public static var vocabularies: [any Vocabulary.Type] { [] }
  public static var lists: [ListDeclaration] { [] }
  public static var notices: [NoticeKind] { [] }
  public static var webhookFormats: [any WebhookFormat] { [] }
  public var navigation: [NavigationEntry] { [] }
  public var tasks: [HomeTask] { [] }
  public var tiles: [HomeTile] { [] }
  public var searches: [SearchProvider] { [] }
  public var recounts: [Recount] { [] }
  public func register(on runner: JobRunner) {}
  public static var statements: [StatementCheck] { [] }
}
