import Foundation

@_spi(Minting) @testable import SQL

/// A small database of two sellers in a folder of its own, which disappears with it.
final class Shop: Sendable {
  static let migrations = [
    Migration(
      "1 shop",
      """
      create table category (id integer primary key, name text not null) strict;
      create table product (
        seller_id integer not null, id integer not null, title text not null,
        price integer not null check (price >= 0), offer text not null,
        primary key (seller_id, id), constraint offer unique (seller_id, offer)
      ) strict, without rowid;
      create table barcode (
        seller_id integer not null, id integer not null, code text not null unique,
        primary key (seller_id, id)
      ) strict, without rowid;
      create table picture (
        seller_id integer not null, id integer not null, product_id integer not null,
        primary key (seller_id, id),
        foreign key (seller_id, product_id) references product (seller_id, id)
          on delete cascade deferrable initially deferred
      ) strict, without rowid;
      create table counter (
        seller_id integer primary key, products integer not null
      ) strict;
      create trigger counted after insert on product begin
        insert into counter (seller_id, products) values (new.seller_id, 1)
        on conflict (seller_id) do update set products = products + 1;
      end;
      create virtual table search using fts5 (seller_id unindexed, title, tokenize = 'trigram');
      create view product_card as select seller_id, id, title from product;
      create view leaking_card as select seller_id, id, title from main.product;
      insert into category values (1, 'Tea'), (2, 'Cups');
      insert into product values
        (7, 1, 'Green tea', 500, 'T1'), (7, 2, 'Black tea', 700, 'T2'),
        (8, 3, 'Secret cup', 900, 'C1');
      insert into search (rowid, seller_id, title) select id, seller_id, title from product;
      insert into barcode values (7, 1, '111'), (8, 3, '333');
      insert into picture values (7, 11, 1), (7, 12, 1), (8, 13, 3);
      """)
  ]

  let folder: String
  let database: Database

  init(migrations: [Migration] = Shop.migrations) throws {
    folder = NSTemporaryDirectory() + "sql-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    database = try Database.open(
      path: folder + "/shop.sqlite", migrations: migrations, options: Self.fast)
  }

  deinit {
    database.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Nothing here survives a power cut anyway.
  static var fast: Database.Options {
    var options = Database.Options()
    options.synchronous = .off
    return options
  }

  static let seven = SellerScope(seller: 7)
  static let eight = SellerScope(seller: 8)
  static let staff = PlatformScope()

  @discardableResult
  func seven<T>(_ body: (SellerTransaction) throws -> T) throws -> T {
    try database.writer.write { try body($0.seller(Shop.seven)) }
  }

  /// Every product as it is stored, read across sellers.
  func products() throws -> [String] {
    try database.makeReader().platform(Shop.staff).all(Shop.everything)
  }

  private static let everything = PlatformQuery<String>(
    "select seller_id || ' ' || id || ' ' || title || ' ' || price from main.product order by id")

  static let initial = ["7 1 Green tea 500", "7 2 Black tea 700", "8 3 Secret cup 900"]
}
