import Commerce
import HTTP
import Office
import SQL

/// What must be packed, for programs that print pick lists: by posting, or by product.
struct AssemblyCalls: Sendable {
  /// Postings that are added up for a list by product.
  private static let most: Int64 = 5_000

  let carriers: Carriers

  /// `POST /v1/assembly/fbs/posting/list`
  func postings(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let filter = try filter(fields, context)
    let found = try context.reader.all(filter.page)
    let rows = Array(found.prefix(Int(filter.limit)))
    let wire = try WirePostings(rows, [], in: context.reader)
    let hasNext = found.count > rows.count
    let next = rows.last.map { PostingCursor(at: $0.due.milliseconds, id: $0.id.raw).text } ?? ""
    let postings = rows.map { posting -> JSON in
      let products = (wire.lines[posting.id] ?? []).map { line in
        (Self.product(line, context) + [("quantity", .integer(line.quantity))]).json
      }
      return [
        "posting_number": .string(posting.number), "assembly_code": .string(posting.number),
        "products": .array(products),
      ]
    }
    return .wire([
      "postings": .array(postings), "cursor": .string(hasNext ? next : ""),
      "cutoff": rows.first.map { .string("\($0.due)") } ?? "",
    ])
  }

  /// `POST /v1/assembly/fbs/product/list`
  func products(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    var filter = try filter(fields, context)
    let (limit, offset) = (Int(filter.limit), Int(filter.offset))
    (filter.limit, filter.offset) = (Self.most, 0)
    let postings = Array(try context.reader.all(filter.page).prefix(Int(Self.most)))
    let wire = try WirePostings(postings, [], in: context.reader)
    let numbers = Dictionary(postings.map { ($0.id, $0.number) }) { first, _ in first }
    let lines = postings.flatMap { wire.lines[$0.id] ?? [] }
    let groups = Dictionary(grouping: lines, by: \.product).sorted {
      filter.isDescending ? $0.key > $1.key : $0.key < $1.key
    }
    let rest = groups.dropFirst(offset)
    let rows = rest.prefix(limit).map { _, lines -> JSON in
      let held = lines.map { line -> JSON in
        [
          "posting_number": .string(numbers[line.posting] ?? ""),
          "quantity": .integer(line.quantity),
        ]
      }
      let sum = lines.reduce(0) { $0 + $1.quantity }
      return
        ((lines.first.map { Self.product($0, context) } ?? [])
        + [("postings", .array(held)), ("quantity", .integer(sum))]).json
    }
    return .wire([
      "products": .array(rows), "has_next": .bool(rest.count > rows.count),
      "products_count": .integer(Int64(groups.count)),
    ])
  }

  // MARK: parts

  private func filter(
    _ fields: SellerFields, _ context: WorkContext<SellerClient>
  ) throws -> WireFilter {
    var filter = try WireFilter(fields, isOpen: true, needsPeriod: false)
    filter.states = [.awaitingPackaging]
    filter.methods = try DeliveryMethods.pairs(
      of: filter.methodIDs, context.reader, context.open, carriers)
    return filter
  }

  private static func product(
    _ line: WireLine, _ context: WorkContext<SellerClient>
  ) -> [(String, JSON)] {
    let base = context.kernel.configuration.publicURL
    return [
      ("sku", .integer(line.product)), ("offer_id", .string(line.offer)),
      ("product_name", .string(line.title)),
      ("picture_url", .string(line.picture.isEmpty ? "" : "\(base)/images/\(line.picture)")),
    ]
  }
}
