/// One name of a view and how to read it. The factories below are the kinds there are.
///
/// The closures are stored over the address of the view, so that a program needs no type
/// parameter; the binder pairs each of them only with views of type `V`. Only the factories ask
/// for a `View`: a type that asked would make the runtime search all conformances, once for each.
public struct Field<V>: Sendable {
  @usableFromInline let accessor: Accessor

  @inlinable init(_ accessor: Accessor) { self.accessor = accessor }
}

extension Field where V: View {
  /// Text, always escaped. As a section: shown when not empty.
  @inlinable
  public static func text(_ name: String, _ get: @escaping @Sendable (V) -> String) -> Field {
    Field(
      .bytes(
        name, .text,
        escaped: { $1.appendEscaped(get(V.at($0))) },
        plain: { $1.append(get(V.at($0))) },
        isShown: { !get(V.at($0)).isEmpty }))
  }

  /// Text held as UTF-8, for hot columns that are formatted without a `String`; escaped too.
  @inlinable
  public static func bytes(_ name: String, _ get: @escaping @Sendable (V) -> [UInt8]) -> Field {
    Field(
      .bytes(
        name, .text,
        escaped: { $1.appendEscaped(get(V.at($0))) },
        plain: { $1.append(get(V.at($0))) },
        isShown: { !get(V.at($0)).isEmpty }))
  }

  /// A number, written with the locale's grouping; the count of `{{t key name}}`. As a section:
  /// shown when not zero.
  @inlinable
  public static func number(_ name: String, _ get: @escaping @Sendable (V) -> Int64) -> Field {
    Field(.number(name) { get(V.at($0)) })
  }

  /// A number in plain ASCII digits, for `value`, `width`, `colspan` and the like.
  @inlinable
  public static func integer(_ name: String, _ get: @escaping @Sendable (V) -> Int64) -> Field {
    Field(.integer(name) { get(V.at($0)) })
  }

  /// A condition for `{{#name}}` and `{{^name}}`; it has no text.
  @inlinable
  public static func flag(_ name: String, _ get: @escaping @Sendable (V) -> Bool) -> Field {
    Field(.flag(name) { get(V.at($0)) })
  }

  /// An address; the only field that `href`, `src`, `action` and their like accept.
  @inlinable
  public static func url(_ name: String, _ get: @escaping @Sendable (V) -> URLText) -> Field {
    Field(
      .bytes(
        name, .url,
        escaped: { $1.appendEscaped(get(V.at($0)).text) },
        plain: { $1.append(get(V.at($0)).text) },
        isShown: { !get(V.at($0)).text.isEmpty }))
  }

  /// Trusted HTML or SVG, copied as it is; accepted between elements only.
  @inlinable
  public static func markup(_ name: String, _ get: @escaping @Sendable (V) -> Markup) -> Field {
    Field(
      .bytes(
        name, .markup,
        escaped: { $1.append(get(V.at($0)).bytes) },
        plain: { $1.append(get(V.at($0)).bytes) },
        isShown: { !get(V.at($0)).bytes.isEmpty }))
  }
}

extension Field where V: View {
  /// Rows: `{{#name}}` is repeated with each row as the innermost scope, `{{^name}}` is shown
  /// when there are none.
  @inlinable
  public static func list<Row: View>(
    _ name: String, _ get: @escaping @Sendable (V) -> [Row]
  ) -> Field {
    Field(
      .scope(
        name, Row.schema, isList: true,
        isShown: { !get(V.at($0)).isEmpty },
        each: { view, body in
          get(V.at(view)).withUnsafeBufferPointer { rows in
            guard let first = rows.baseAddress else { return }
            for index in 0..<rows.count { body(UnsafeRawPointer(first + index)) }
          }
        }))
  }

  /// A nested view: `{{#name}}…{{/name}}` or `{{name.field}}`.
  @inlinable
  public static func view<Child: View>(
    _ name: String, _ get: @escaping @Sendable (V) -> Child
  ) -> Field {
    Field(
      .scope(
        name, Child.schema, isList: false,
        isShown: { _ in true },
        each: { view, body in
          withUnsafePointer(to: get(V.at(view))) { body(UnsafeRawPointer($0)) }
        }))
  }

  /// A view, text, number, address or fragment that may be absent: the section is shown when
  /// there is a value. Text and the like can be written as `{{name}}` too.
  @inlinable
  public static func optional<Child: View>(
    _ name: String, _ get: @escaping @Sendable (V) -> Child?
  ) -> Field {
    Field(
      .scope(
        name, Child.schema, isList: false,
        isShown: { get(V.at($0)) != nil },
        each: { view, body in
          guard let child = get(V.at(view)) else { return }
          withUnsafePointer(to: child) { body(UnsafeRawPointer($0)) }
        }))
  }
}

extension View {
  /// The view at an address that a program holds. The binder gives an accessor only addresses
  /// of the type it was declared on, and they outlive the call.
  @inlinable @inline(__always)
  static func at(_ address: UnsafeRawPointer) -> Self {
    address.assumingMemoryBound(to: Self.self).pointee
  }

  @usableFromInline static var schema: Schema {
    Schema(type: String(describing: Self.self)) { Schema.Names.of(Self.self) }
  }
}
