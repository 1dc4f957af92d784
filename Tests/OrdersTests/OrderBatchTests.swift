import Commerce
import Office
@_spi(Minting) import SQL
import Testing

@testable import Orders

@Suite("Acts on many postings") struct OrderBatchTests {
  private static func choose(
    _ browser: Browser, _ act: String, _ query: String = "", _ ids: [PostingID] = []
  ) throws -> String {
    let answer = try browser.post(
      "/orders/bulk\(query)",
      ids.map { ("id", "\($0)") } + [("act", act), ("scope", ids.isEmpty ? "all" : "page")])
    #expect(answer.status == 303, "\(answer.text)")
    return answer.location
  }

  private static func run(_ path: String, _ house: OrdersHouse) throws -> BulkRun {
    let id = BulkID(text: path.split(separator: "/").last ?? "") ?? BulkID(raw: 1)
    return try #require(try BulkStore(rows: house.store().rows).run(id))
  }

  @Test(
    "row 67: all that a filter finds, 250, is tagged by a job, sent again nothing doubles, undone")
  func tagged() throws {
    let house = try OrdersHouse()
    for _ in 0..<250 { _ = try house.archived(in: .awaitingConfirmation) }
    let other = try house.archived(in: .delivered)
    let browser = try house.browser()
    let path = try Self.choose(browser, "tag", "?tab=new")
    #expect(try browser.post("\(path)/values", [("tag", "a,b")]).status == 422)
    #expect(try browser.post("\(path)/values", [("tag", "Gift")]).status == 303)
    #expect(try browser.get(path).text.contains("Tag 250 postings"))
    for _ in 0..<2 { #expect(try browser.post("\(path)/run").status == 303) }
    #expect(try Self.run(path, house).state == .running)
    #expect(try browser.get(path).text.contains("0 of 250"))
    try house.office.runDueJobs()
    #expect(try browser.post("\(path)/run").status == 303)
    let done = try Self.run(path, house)
    #expect(done.state == .done && done.changed == 250 && done.refused == 0)
    #expect(try house.tagged("gift") == 250)
    #expect(try MarkStore(rows: house.store().rows).marks(of: other).tags.isEmpty)
    #expect(try house.differences().isEmpty)
    let again = try Self.choose(browser, "tag", "?tab=new")
    _ = try browser.post("\(again)/values", [("tag", "gift")])
    #expect(try Self.run(again, house).refused == 250)
    #expect(try browser.post("\(path)/undo").status == 303)
    try house.office.runDueJobs()
    #expect(try Self.run(path, house).undone == 250)
    #expect(try house.tagged("gift") == 0)
    #expect(try house.differences().isEmpty)
  }

  @Test("row 67: assigned together; who was given to somebody else meanwhile stays so when undone")
  func assigned() throws {
    let house = try OrdersHouse()
    let ids = try (0..<3).map { _ in try house.archived(in: .awaitingPackaging) }
    let browser = try house.browser()
    let (me, care) = (
      try house.member("warehouse@one.example"), try house.member("care@one.example")
    )
    let path = try Self.choose(browser, "assign", "", ids)
    #expect(try browser.post("\(path)/values", [("assignee", "7")]).status == 422)
    #expect(try browser.post("\(path)/values", [("assignee", "\(me)")]).status == 303)
    #expect(try browser.post("\(path)/run").status == 303)
    #expect(try house.tagged("@\(me)") == 3)
    #expect(try browser.get(path).text.contains("Who takes care: warehouse"))
    _ = try browser.post("/orders/\(ids[0])/assignee", [("assignee", "\(care)")])
    #expect(try browser.post("\(path)/undo").status == 303)
    let run = try Self.run(path, house)
    #expect(run.undone == 2 && run.kept == 1)
    #expect(try house.tagged("@\(care)") == 1 && house.tagged("@\(me)") == 0)
    let notes = try Self.choose(browser, "note", "", ids)
    _ = try browser.post("\(notes)/values", [("note", "Top shelf")])
    #expect(try browser.get(notes).text.contains("only your staff see it"))
    _ = try browser.post("\(notes)/run")
    #expect(try browser.post("\(notes)/undo").status == 409)
    #expect(try browser.get("/orders/\(ids[1])").text.contains("Top shelf"))
    #expect(try house.differences().isEmpty)
  }

  @Test(
    "row 66: 240 of 400 in all states are cancelled by a job; the metrics become what the preview said"
  )
  func cancelled() throws {
    let house = try OrdersHouse()
    for number in 0..<400 {
      let states: [PostingState] = [
        .awaitingConfirmation, .awaitingPackaging, .awaitingDelivery, .delivered, .handedOver,
      ]
      _ = try house.archived(in: states[number % 5])
    }
    let browser = try house.browser()
    let path = try Self.choose(browser, "cancel", "?tab=all")
    #expect(try browser.get(path).text.contains("that is final"))
    #expect(try browser.post("\(path)/values", [("reason", "overdue")]).status == 422)
    #expect(try browser.post("\(path)/values", [("reason", "damage")]).status == 303)
    let preview = try Self.run(path, house)
    #expect(preview.total == 400 && preview.refused == 160)
    let text = try browser.get(path).text
    #expect(text.contains("100% (240 of 240)"), "\(text)")
    #expect(text.contains("Only a paid posting that is still here can be cancelled"))
    let service = ServiceStore(rows: try house.store().rows)
    let today = try service.day(of: house.clock.now(), house.office.kernel)
    let promised = try service.preview(
      Judgement(metric: .cancellation, isCounted: true), of: 240, today: today)
    #expect(try browser.post("\(path)/run").status == 303)
    #expect(try house.counter(.cancelled) == 0, "the job does it")
    try house.office.runDueJobs()
    #expect(try house.counter(.cancelled) == 240)
    let after = ServiceStore(rows: try house.store().rows)
    #expect(try after.metrics(today: today + 1) == promised)
    #expect(try browser.post("\(path)/undo").status == 409)
    #expect(try house.miscounts().isEmpty && house.differences().isEmpty)
  }

  @Test("row 67: many are put on hold with one reason, their buyers asked, and taken off together")
  func held() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    for _ in 0..<3 { _ = try house.front().order([(7, 1)]) }
    let ids = try (1...3).map { try house.posting("4800\($0)-1") }
    let shipped = try house.archived(in: .handedOver)
    let browser = try house.browser("care@one.example")
    _ = try browser.post("/orders/\(ids[0])/hold", [("reason", "stock")])
    let path = try Self.choose(browser, "hold", "?tab=all")
    #expect(try browser.get(path).text.contains("the deadline stands still, for 48 h in all"))
    let asked = "Blue or <b>red</b>?"
    for (fields, status) in [
      ([("reason", "whim"), ("question", asked)], 422), ([("reason", "question")], 422),
      ([("reason", "question"), ("question", asked)], 303),
    ] as [([(String, String)], Int)] {
      let answer = try browser.post("\(path)/values", fields)
      #expect(answer.status == status)
      #expect(status == 303 || fields.count == 1 || answer.text.contains("Blue or &lt;b&gt;"))
    }
    let page = try browser.get(path).text
    #expect(page.contains("Put 2 postings on hold") && page.contains("can be put on hold"))
    #expect(page.contains("Reason: Another question to the buyer"))
    let due = try #require(try house.store().posting(ids[1])).due
    for _ in 0..<2 { #expect(try browser.post("\(path)/run").status == 303) }
    let run = try Self.run(path, house)
    #expect(run.changed == 2 && run.refused == 2)
    let hold = try #require(try HoldStore(rows: house.store().rows).open(ids[1]))
    #expect(hold.question == asked && hold.until == house.clock.now() + .hours(48))
    #expect(try house.state(of: shipped) == .handedOver)
    try house.office.runDueJobs()
    #expect(
      try house.office.kernel.sentMails(limit: 20).count { $0.subject.contains("question") } == 2)
    #expect(try browser.post("\(path)/undo").status == 409)
    try house.pass(.hours(1))
    let back = try Self.choose(browser, "resume", "?tab=held")
    #expect(try browser.get(back).text.contains("Take 3 postings off hold"))
    #expect(try browser.post("\(back)/run").status == 303)
    for id in ids { #expect(try house.state(of: id) == .awaitingConfirmation) }
    #expect(
      try house.store().posting(ids[1])?.due == due + .hours(1), "counts on from where it was")
    #expect(try house.store().events(of: ids[2]).contains { $0.detail == "lifted" })
    let none = try Self.choose(browser, "resume", "", [shipped])
    #expect(try browser.get(none).text.contains("It is not on hold"))
    #expect(try house.miscounts().isEmpty && house.differences().isEmpty)
  }

  @Test("each of many has its own verdict; what somebody changed after the preview is left alone")
  func verdicts() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    for _ in 0..<4 { _ = try house.front().order([(7, 1)]) }
    let ids = try (1...4).map { try house.posting("4800\($0)-1") }
    let browser = try house.browser()
    _ = try browser.post("/orders/\(ids[0])/confirmation")
    let path = try Self.choose(browser, "confirm", "", ids)
    let page = try browser.get(path).text
    #expect(page.contains("Only a new posting") && page.contains("Confirm 3 postings"))
    _ = try browser.post("/orders/\(ids[1])/hold", [("reason", "address"), ("question", "")])
    #expect(try house.state(of: ids[1]) == .onHold)
    #expect(try browser.post("\(path)/run").status == 303)
    let run = try Self.run(path, house)
    #expect(run.changed == 2 && run.refused == 2)
    #expect(try house.state(of: ids[1]) == .onHold && house.state(of: ids[3]) == .awaitingPackaging)
    #expect(try browser.get(path).text.contains("Somebody changed it meanwhile"))
    let packed = try Self.choose(browser, "pack", "?tab=pack")
    #expect(try browser.post("\(packed)/run").status == 303)
    #expect(try house.counter(.ship) == 3)
    let slips = try browser.post("/prints?tab=ship", [("scope", "all"), ("kind", "packing")])
    #expect(slips.status == 303)
    #expect(try browser.get(slips.location).text.matches(of: /class="sheet"/).count == 3)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("care may tag and cancel many, not confirm them; a viewer does nothing to many")
  func rights() throws {
    let house = try OrdersHouse()
    let id = try house.archived(in: .awaitingConfirmation)
    let fields = { (act: String) in [("id", "\(id)"), ("act", act), ("scope", "page")] }
    let care = try house.browser("care@one.example")
    #expect(try care.post("/orders/bulk", fields("confirm")).status == 403)
    #expect(try care.post("/orders/bulk", fields("cancel")).status == 303)
    #expect(try !care.get("/orders").text.contains("value=\"pack\""))
    #expect(try care.get("/orders").text.contains("value=\"cancel\""))
    let made = try house.browser().post("/orders/bulk", fields("confirm"))
    #expect(try care.post("\(made.location)/run").status == 403)
    #expect(try house.state(of: id) == .awaitingConfirmation)
    let viewer = try house.browser("viewer@one.example")
    #expect(try viewer.post("/orders/bulk", fields("tag")).status == 403)
    #expect(try !viewer.get("/orders").text.contains("name=\"act\""))
  }
}

extension OrdersHouse {
  func tagged(_ tag: String) throws -> Int {
    try store().page(PostingFilter(shelf: .all, tag: tag, size: 1_000)).rows.count
  }
}
