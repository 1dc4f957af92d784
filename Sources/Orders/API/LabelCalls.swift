import Commerce
import HTTP
import Office
import SQL

/// Labels as tasks: made by one call, looked at by another, fetched from a link.
struct LabelCalls: Sendable {
  private static let most = 20

  let room: PrintRoom

  /// `POST /v1/posting/fbs/package-label/create`
  func create(_ context: WorkContext<SellerClient>) throws -> Response {
    let tasks = try make(context, "posting_number") { [$0.paper] }
    let id = tasks.first?.id.raw ?? 0
    return .wire(["result": ["task_id": .integer(id)]])
  }

  /// `POST /v2/posting/fbs/package-label/create`: one task for each paper.
  func createBoth(_ context: WorkContext<SellerClient>) throws -> Response {
    let tasks = try make(context, "posting_number") { _ in [.large, .small] }
    return .wire(["result": ["tasks": Self.list(tasks)]])
  }

  /// `POST /v3/posting/fbs/package-label/create`
  func createOfMany(_ context: WorkContext<SellerClient>) throws -> Response {
    let tasks = try make(context, "posting_numbers") { _ in [.large, .small] }
    return .wire(["tasks": Self.list(tasks)])
  }

  /// `POST /v1/posting/fbs/package-label/get`
  func show(_ context: WorkContext<SellerClient>) throws -> Response {
    let task = try task(context)
    let state = state(of: task, context)
    return .wire([
      "result": [
        "status": .string(state.word), "error": .string(state.error),
        "file_url": .string(state.url), "printed_postings_count": .integer(task.printed),
        "unprinted_postings_count": .integer(Int64(task.unprinted.count)),
        "unprinted_postings": .array(
          task.unprinted.map { ["posting_number": .string($0.number), "msg": .string($0.reason)] }),
      ]
    ])
  }

  /// `POST /v2/posting/fbs/package-label/get`
  func showFinely(_ context: WorkContext<SellerClient>) throws -> Response {
    let task = try task(context)
    let state = state(of: task, context)
    let count = task.printed + Int64(task.unprinted.count)
    return .wire([
      "error": [
        "code": .string(state.error.isEmpty ? "" : "PRINT_ERROR"), "message": .string(state.error),
      ],
      "file_url": .string(state.url),
      "status": [
        "code": .string(state.word), "postings_count": .integer(count),
        "printed_postings_count": .integer(task.printed),
        "unprinted_postings": .array(
          task.unprinted.map {
            ["posting_number": .string($0.number), "message": .string($0.reason)]
          }),
      ],
    ])
  }

  // MARK: parts

  /// Records what is printed, and a task for each paper.
  private func make(
    _ context: WorkContext<SellerClient>, _ field: String,
    _ sizes: (DocumentSettings) -> [LabelSize]
  ) throws -> [LabelJob] {
    let numbers = try context.fields().texts(field, max: Self.most)
    guard !numbers.isEmpty else { throw SellerError.invalid(field, "is required") }
    let desk = try PrintDesk(room, for: context)
    let (contents, unprinted) = try sorted(numbers, desk, context)
    let (kernel, now) = (context.kernel, context.now)
    let run: PrintRun.Number = kernel.newID()
    let papers = sizes(desk.settings)
    let act = Act("documents.printed", "print_run", run.raw, detail: "label \(contents.count)")
    return try context.write(act) { tx in
      let run =
        contents.isEmpty
        ? nil
        : try PrintStore.record(
          .label, contents, id: run, by: Actor.program.name, at: now, in: tx)
      return try papers.map { size in
        let task = LabelJob(
          id: kernel.newID(), run: run, size: size, printed: Int64(contents.count),
          unprinted: unprinted, at: now)
        try task.insert(in: tx)
        return task
      }
    }
  }

  /// What can be printed, and why the others can't. An unknown number refuses the whole call.
  private func sorted(
    _ numbers: [String], _ desk: PrintDesk, _ context: WorkContext<SellerClient>
  ) throws -> ([LabelContent], [LabelJob.Unprinted]) {
    var (packed, ready, unprinted) = ([PostingID](), [LabelContent](), [LabelJob.Unprinted]())
    var seen: Set<String> = []
    for number in numbers where seen.insert(number).inserted {
      guard let posting = try WirePostings.posting(number, in: context.reader) else {
        throw SellerError.notFound("POSTING_NOT_FOUND")
      }
      if posting.state == .awaitingDelivery {
        packed.append(posting.id)
      } else {
        unprinted.append(.init(number: number, reason: "HAS_INCORRECT_STATUS"))
      }
    }
    for content in try desk.contents(of: packed) {
      if let lack = desk.missing(.label, content).first {
        unprinted.append(.init(number: content.number, reason: "The label has no \(lack.name)"))
      } else {
        ready.append(content)
      }
    }
    return (ready, unprinted)
  }

  private static func list(_ tasks: [LabelJob]) -> JSON {
    .array(
      tasks.map {
        [
          "task_id": .integer($0.id.raw),
          "task_type": .string($0.size == .small ? "small_label" : "big_label"),
        ]
      })
  }

  private func task(_ context: WorkContext<SellerClient>) throws -> LabelJob {
    guard let id = try context.fields().integer("task_id"), id > 0 else {
      throw SellerError.invalid("task_id", "is required")
    }
    guard let task = try context.reader.first(LabelJob.byID, id) else {
      throw SellerError.notFound("TASK_NOT_FOUND")
    }
    return task
  }

  private func state(
    of task: LabelJob, _ context: WorkContext<SellerClient>
  ) -> (word: String, error: String, url: String) {
    if task.run == nil { return ("error", "The next postings aren't ready", "") }
    guard room.hasFonts else { return ("error", "The server has no fonts for labels", "") }
    guard task.isOpen(at: context.now) else { return ("error", "The file is no longer kept", "") }
    return (
      "completed", "", LabelFiles.link(to: task, of: context.scope.shop, context.kernel)
    )
  }
}

extension Response {
  /// An answer of the Seller API.
  static func wire(_ body: JSON) -> Response { .json(body.bytes) }
}
