import Commerce
import HTTP
import SQL

/// Boot is the big test: strings, templates, routes and migrations are verified before the
/// socket opens.
public struct OfficeBoot: Sendable {
  public let modules: [any Module.Type]
  /// Makes the modules, once the kernel stands: the one place that shows who gets what.
  public let wire: @Sendable (Kernel) throws -> [any Module]

  public init(
    modules: [any Module.Type], wire: @escaping @Sendable (Kernel) throws -> [any Module]
  ) {
    self.modules = modules
    self.wire = wire
  }

  /// Opens the data folder, migrates it and makes the application.
  /// - Parameters:
  ///   - isForBulk: whether it will be filled, not served; see `Database.Options`.
  ///   - log: takes a line for the operator; standard error when nil.
  public func office(
    _ configuration: Configuration, clock: Clock = Clock(), isForBulk: Bool = false,
    log: (@Sendable (String) -> Void)? = nil
  ) throws -> Office {
    // The database waits for the disk, the templates for the processor.
    let (database, found) = try Beside.run {
      try open(configuration, isForBulk: isForBulk)
    } own: {
      try reading(home: configuration.home)
    }
    return try office(configuration, clock, database, found, log)
  }

  /// The same with templates and strings that were read before: for a process that opens many
  /// offices, as tests do.
  @_spi(Testing) public func office(
    _ configuration: Configuration, clock: Clock, reading: Reading,
    log: (@Sendable (String) -> Void)? = nil
  ) throws -> Office {
    try office(configuration, clock, try open(configuration), reading, log)
  }

  /// The folder of templates and assets as it was when it was read.
  @_spi(Testing) public struct Reading: Sendable {
    let edition: Edition
    let wording: Wording
  }

  /// Reads templates, strings and assets; whatever is wrong with them is an error.
  @_spi(Testing) public func reading(home: String) throws -> Reading {
    let assets = try Self.assets(home)
    let edition = Edition(home: home, assets: assets, modules: modules)
    return Reading(edition: edition, wording: try edition.load(navigation: []))
  }

  private func office(
    _ configuration: Configuration, _ clock: Clock, _ database: Database, _ reading: Reading,
    _ log: (@Sendable (String) -> Void)?
  ) throws -> Office {
    let kernel = try Kernel(
      configuration: configuration, database: database, clock: clock, wording: reading.wording,
      assets: reading.edition.assets, secret: try Self.secret(database), modules: modules,
      log: log ?? Kernel.complain)
    let made = try wire(kernel)
    let search = SearchController(providers: made.flatMap(\.searches))
    let views = SavedViewsController(lists: modules.flatMap { $0.lists })
    let routes =
      KernelRoutes(kernel: kernel).routes.all + search.routes.all + views.routes.all
      + KeysPage.routes.all + Self.noticeRoutes.all + made.flatMap(\.routes.all)
    return try Office(kernel: kernel, modules: made, routes: routes, edition: reading.edition)
  }

  /// Opens the database of a data folder and brings its schema up to date.
  public func open(_ configuration: Configuration, isForBulk: Bool = false) throws -> Database {
    try Files.makeFolder(configuration.data)
    var options = Database.Options()
    options.isForBulk = isForBulk
    return try Database.open(
      path: "\(configuration.data)/sellerdesk.sqlite", migrations: migrations, options: options)
  }

  /// Every migration, in the order of the modules.
  public var migrations: [Migration] {
    KernelSchema.migrations + SellerKeySchema.migrations + JobSchema.migrations
      + AuditSchema.migrations + BulkSchema.migrations + SavedViewSQL.migrations
      + NoticesSchema.migrations + WebhookSchema.migrations
      + modules.flatMap { $0.migrations }
  }

  private static let noticeRoutes =
    NoticesController().routes + NoticeChoicesController().routes
    + UnsubscribeController().routes + ContactsController().routes + WebhooksController().routes
    + NotificationCalls().routes

  /// Every statement of the kernel that reads rows of shops, for the sweep.
  public static let statements: [StatementCheck] =
    BulkRunSQL.statements.map { StatementCheck($0, $1) } + NoticeSQL.statements
    + NoticeStore.statements + NoticeChoiceSQL.statements
    + ContactStore.statements + DeliveryLog.statements + WebhookSQL.statements
    + WebhookDeliverySQL.statements

  private static func assets(_ home: String) throws(BootError) -> StaticFiles {
    do {
      return try StaticFiles(folder: "\(home)/Public")
    } catch {
      throw BootError(
        "\(home)/Public can't be read (\(error)); --home names the folder of Public and Templates")
    }
  }

  private static let readSecret = Query<String>("select value from setting where name = 'secret'") {
    (value: String) in value
  }
  private static let storeSecret = Command(
    "insert into setting (name, value) values ('secret', ?) on conflict do nothing")

  /// The key of this installation's signatures, made on the first start.
  private static func secret(_ database: Database) throws -> [UInt8] {
    let fresh = Hex.encode(SecureRandom.bytes(32))
    let stored = try database.writer.write { transaction in
      _ = try transaction.open.run(storeSecret, fresh)
      return try transaction.open.first(readSecret)
    }
    guard let stored, let bytes = Hex.decode(stored) else {
      throw BootError("The database has no secret of its own.")
    }
    return bytes
  }
}
