import SQL

/// Tables of printed documents.
enum DocumentsSchema {
  static let migrations = [
    Migration("2026-11-28 documents: prints, settings, invoices", prints + invoices),
    LabelJob.migration,
  ]

  static let country = Migration(
    "2026-11-29 orders: invoices keep the buyer's country",
    "alter table invoice_recipient add column country text not null default '';")

  // `parcel` is the number on a label, so that a new label counts anew; empty for other papers.
  private static let prints = """
    create table document_setting (
      seller_id integer not null,
      privacy integer not null check (privacy between 1 and 3),
      paper text not null check (paper in ('large', 'small', 'sheet')),
      series text not null,
      legal_name text not null,
      tax_id text not null,
      tax_rate integer check (tax_rate between 0 and 99),
      primary key (seller_id)
    ) strict, without rowid;

    create table print_run (
      seller_id integer not null,
      id integer not null,
      kind text not null check (kind in ('label', 'packing', 'order', 'gift', 'invoice')),
      at integer not null,
      member text not null,
      posting_count integer not null check (posting_count > 0),
      fingerprint integer not null,
      primary key (seller_id, id)
    ) strict, without rowid;

    create table print_item (
      seller_id integer not null,
      run_id integer not null,
      place integer not null,
      posting_id integer not null,
      copy integer not null check (copy > 0),
      primary key (seller_id, run_id, place),
      foreign key (seller_id, run_id) references print_run (seller_id, id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    create index print_item_by_posting on print_item (seller_id, posting_id, run_id);

    create table print_count (
      seller_id integer not null,
      posting_id integer not null,
      kind text not null,
      parcel text not null,
      copies integer not null check (copies > 0),
      primary key (seller_id, posting_id, kind, parcel),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;

    """

  // `issued_on` is days since 1970 in the shop's time zone; its year is the series' year.
  private static let invoices = """
    create table invoice_series (
      seller_id integer not null,
      series text not null,
      year integer not null,
      last_number integer not null check (last_number > 0),
      primary key (seller_id, series, year)
    ) strict, without rowid;

    create table invoice (
      seller_id integer not null,
      id integer not null,
      series text not null,
      year integer not null,
      number integer not null check (number > 0),
      posting_id integer not null,
      posting_number text not null,
      issued_at integer not null,
      issued_on integer not null,
      seller_name text not null,
      country text not null,
      postcode text not null,
      city text not null,
      address text not null,
      tax_id text not null,
      currency text not null,
      goods_minor integer not null check (goods_minor >= 0),
      shipping_minor integer not null check (shipping_minor >= 0),
      tax_rate integer check (tax_rate between 0 and 99),
      tax_minor integer not null check (tax_minor >= 0),
      primary key (seller_id, id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    create unique index invoice_by_number on invoice (seller_id, series, year, number);
    create unique index invoice_by_posting on invoice (seller_id, posting_id);

    create table invoice_line (
      seller_id integer not null,
      invoice_id integer not null,
      line integer not null,
      title text not null,
      offer_id text not null,
      quantity integer not null check (quantity > 0),
      price_minor integer not null check (price_minor >= 0),
      sum_minor integer not null check (sum_minor >= 0),
      primary key (seller_id, invoice_id, line),
      foreign key (seller_id, invoice_id) references invoice (seller_id, id)
    ) strict, without rowid;

    create table invoice_recipient (
      seller_id integer not null,
      invoice_id integer not null,
      name text not null,
      postcode text not null,
      city text not null,
      street text not null,
      primary key (seller_id, invoice_id),
      foreign key (seller_id, invoice_id) references invoice (seller_id, id)
    ) strict, without rowid;

    create trigger invoice_is_never_changed before update on invoice
      begin select raise(abort, 'an invoice is never changed'); end;
    create trigger invoice_is_never_deleted before delete on invoice
      begin select raise(abort, 'an invoice is never deleted'); end;
    create trigger invoice_line_is_never_changed before update on invoice_line
      begin select raise(abort, 'an invoice is never changed'); end;
    create trigger invoice_line_is_never_deleted before delete on invoice_line
      begin select raise(abort, 'an invoice is never deleted'); end;
    """
}
