import Commerce
import Office
import SQL

/// A category as the admin changes it.
struct CategoryRecord: Sendable {
  var parent: CategoryID?
  var position: Int64
  var name: Localized
  var pictures: PictureRules
  var isClosed: Bool
  var attributes: [AttributeDefinition]
}

enum CategoryAdminSQL {
  static let record = Query<CategoryRecord>(
    """
    select parent, position, name_en, name_ru, name_zh, picture_pixels, picture_ratio, is_closed,
      attributes
    from category where id = ?
    """
  ) {
    (
      parent: Int64?, position: Int64, en: String, ru: String, zh: String, pixels: Int64,
      ratio: String, isClosed: Bool, attributes: String
    ) in
    CategoryRecord(
      parent: parent.map(CategoryID.init(raw:)), position: position,
      name: Localized(en: en, ru: ru, zh: zh),
      pictures: PictureRules(leastPixels: pixels, ratio: PictureRatio(text: ratio)),
      isClosed: isClosed, attributes: AttributeDefinition.all(of: attributes))
  }
  static let child = Query<Int64>("select id from category where parent = ? limit 1")
  static let insert = Command(
    """
    insert into category (parent, position, name_en, name_ru, name_zh, picture_pixels,
      picture_ratio, is_closed, id, commission)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
    """)
  static let update = Command(
    """
    update category set parent = ?, position = ?, name_en = ?, name_ru = ?, name_zh = ?,
      picture_pixels = ?, picture_ratio = ?, is_closed = ? where id = ?
    """)
  static let setAttributes = Command("update category set attributes = ? where id = ?")
  static let dictionaries = Query<(key: String, options: String)>(
    "select key, options from dictionary order by key"
  ) { (key: String, options: String) in (key, options) }
  static let setDictionary = Command(
    """
    insert into dictionary (key, options) values (?, ?)
    on conflict (key) do update set options = excluded.options
    """)
  /// Goods of all shops in a category; at most 1000 are counted.
  static let goods = PlatformQuery<Int64>(
    """
    select count(*) from (select 1 from main.product where category_id = ? limit 1000)
    """
  ) { (count: Int64) in count }
  /// Those of them whose newest version has no value of an attribute.
  static let lacking = PlatformQuery<Int64>(
    """
    select count(*) from (
      select 1 from main.product p join main.product_revision r
        on r.seller_id = p.seller_id and r.id = coalesce(p.open_revision, p.live_revision)
      where p.category_id = ?1 and coalesce(json_extract(r.attributes, '$.' || ?2), '') = ''
      limit 1000)
    """
  ) { (count: Int64) in count }

  static let statements: [(String, any SQLStatement)] = [
    ("categories.record", record), ("categories.child", child), ("categories.insert", insert),
    ("categories.update", update), ("categories.setAttributes", setAttributes),
    ("categories.dictionaries", dictionaries), ("categories.setDictionary", setDictionary),
    ("categories.goods", goods), ("categories.lacking", lacking),
  ]
}

/// The tree and its dictionaries, to be changed by the platform's admin.
struct CategoryAdminStore {
  let tx: PlatformTransaction

  private var open: OpenTransaction { tx.transaction.open }

  /// Throws `Failure.notFound` where there is no such category.
  func record(_ id: CategoryID) throws -> CategoryRecord {
    guard let record = try open.first(CategoryAdminSQL.record, id.raw) else {
      throw Failure.notFound
    }
    return record
  }

  func insert(_ id: CategoryID, _ record: CategoryRecord) throws {
    try checkPlace(id, record)
    try run(CategoryAdminSQL.insert, id, record)
  }

  func update(_ id: CategoryID, _ record: CategoryRecord) throws {
    let before = try self.record(id)
    try checkPlace(id, record)
    if before.parent != nil, record.parent == nil,
      try tx.first(CategoryAdminSQL.goods, id.raw) ?? 0 > 0
    {
      throw InvalidForm("parent", Message("categories.error.hasGoods"))
    }
    try run(CategoryAdminSQL.update, id, record)
  }

  func set(_ attributes: [AttributeDefinition], of id: CategoryID) throws {
    try open.run(
      CategoryAdminSQL.setAttributes, AttributeDefinition.text(attributes), id.raw)
  }

  func set(_ choices: [Attribute.Choice], of dictionary: String) throws {
    try open.run(
      CategoryAdminSQL.setDictionary, dictionary, Attribute.Choice.text(choices))
  }

  /// Two levels: a branch has no parent, and only a branch is one.
  private func checkPlace(_ id: CategoryID, _ record: CategoryRecord) throws {
    guard let parent = record.parent else { return }
    let branch = try open.first(CategoryAdminSQL.record, parent.raw)
    guard parent != id, let branch, branch.parent == nil else {
      throw InvalidForm("parent", Message("form.choice"))
    }
    if try open.first(CategoryAdminSQL.child, id.raw) != nil {
      throw InvalidForm("parent", Message("categories.error.hasLeaves"))
    }
  }

  private func run(_ command: Command, _ id: CategoryID, _ record: CategoryRecord) throws {
    try open.run(
      command, record.parent?.raw, record.position, record.name.en, record.name.ru,
      record.name.zh, record.pictures.leastPixels, record.pictures.ratio?.text ?? "",
      record.isClosed, id.raw)
  }
}
