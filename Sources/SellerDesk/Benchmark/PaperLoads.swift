import HTTP

/// Labels of a shop's parcels, as many as a print takes.
struct PaperLoads {
  /// The file of a print of 200 labels, each time made anew.
  let labels: [UInt8]

  static let count = 200

  /// Prints labels as a packer does: ticks postings in the list and presses the button.
  init(_ client: HTTPClient, _ requests: BenchRequests, cookies: [String]) throws {
    for cookie in cookies {
      let list = "/orders?tab=ship"
      let reply = try client.exchange(requests.get(list, cookie: cookie))
      let page = String(decoding: reply.body, as: UTF8.self)
      let ids = page.split(separator: "name=\"id\" value=\"").dropFirst()
        .map { $0.prefix { $0 != "\"" } }
      guard !ids.isEmpty, let token = BenchPages.value("_token", in: page) else { continue }
      // A page has fewer than 200 rows: the same parcels come again.
      let marks = (0..<Self.count).map { "id=\(ids[$0 % ids.count])" }.joined(separator: "&")
      let body = "_token=\(PercentDecoding.encode(token))&kind=label&\(marks)"
      let printed = try client.exchange(requests.form("/prints", body, cookie: cookie))
      guard printed.status == 303, let path = printed.header("location") else {
        throw HTTPClientError.broken("/prints answers \(printed.status)")
      }
      labels = requests.get("\(path)/document.pdf?paper=large", cookie: cookie)
      return
    }
    throw HTTPClientError.broken("no shop has a parcel to print a label for")
  }
}
