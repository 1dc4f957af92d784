import SQL

/// The audit of the whole platform. `shop` is no `seller_id`: a seller's page of its own audit
/// asks for it by that column.
public enum AuditSchema {
  public static let migrations = [
    Migration(
      "2026-11-23 audit: create",
      """
      create table audit (
        id integer primary key,
        at integer not null,
        actor text not null,
        address text not null,
        act text not null,
        object text not null,
        object_id integer not null,
        shop integer,
        detail text,
        before_json text,
        after_json text,
        reason text,
        hash blob not null
      ) strict;
      create index audit_of_object on audit (object, object_id, id);
      create index audit_of_shop on audit (shop, id);
      create trigger audit_is_never_changed before update on audit
      begin select raise(abort, 'the audit is never changed'); end;
      create trigger audit_is_never_shortened before delete on audit
      begin select raise(abort, 'the audit is never shortened'); end;
      """)
  ]
}
