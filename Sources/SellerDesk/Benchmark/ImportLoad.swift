import HTTP
import Products

/// How long each part of an import took, and the memory it needed.
struct ImportResult {
  let rows: Int
  /// Seconds from the press of the button to the end.
  var seconds: [(part: ImportLoad.Part, seconds: Double)] = []
  /// Anonymous memory of the server in KiB above what it had before, at most.
  var memory = 0
}

/// New goods that a seller imports from a CSV file in the browser, and takes back at the end.
struct ImportLoad {
  enum Part: String, CaseIterable {
    case check = "tried"
    case run = "written"
    case undo = "undone"
  }

  private let client: HTTPClient
  private let requests: BenchRequests
  private let cookie: String
  /// The page of the import.
  private let path: String
  private let token: String

  /// Uploads the file.
  init(
    _ client: HTTPClient, _ requests: BenchRequests, cookie: String, rows: Int
  ) throws {
    self.client = client
    self.requests = requests
    self.cookie = cookie
    let list = "/products/imports"
    let page = try client.exchange(requests.get(list, cookie: cookie))
    guard let token = BenchPages.value("_token", in: String(decoding: page.body, as: UTF8.self))
    else { throw HTTPClientError.broken("\(list) has no form") }
    self.token = token
    let upload = requests.upload(list, Self.file(rows), token: token, cookie: cookie)
    let answer = try client.exchange(upload)
    guard answer.status == 303, let path = answer.header("location") else {
      throw HTTPClientError.broken("\(list) answers \(answer.status)")
    }
    self.path = path
  }

  private static func file(_ rows: Int) -> [UInt8] {
    // Other articles at every run: what is undone leaves its own behind in no table.
    let run = MonotonicClock.nanoseconds()
    var bytes = Array(
      "[offer_id],[title],[description],[brand],[category],[price],[weight],Stock\n".utf8)
    for number in 0..<rows {
      let goods = GoodsText.listing(number)
      let line =
        "I\(run)-\(number),\(goods.title),\"\(goods.title), \(goods.title).\",\(goods.brand),"
        + "\(goods.category),\(1 + number % 300).90,\(goods.weight ?? 400),\(goods.stock)\n"
      bytes += Array(line.utf8)
    }
    return bytes
  }

  /// Presses the button that begins a part.
  func begin(_ part: Part) throws {
    let answer =
      switch part {
      case .check: try press("columns", try columns())
      case .run: try press("run", "&mode=partial")
      case .undo: try press("undo", "")
      }
    guard answer.status == 303 else {
      throw HTTPClientError.broken("\(path): \(part.rawValue) answers \(answer.status)")
    }
  }

  /// Whether the part goes on: then the page asks the browser to come again.
  var isBusy: Bool {
    get throws { try show().header("refresh") != nil }
  }

  private func show() throws(HTTPClientError) -> HTTPReply {
    try client.exchange(requests.get(path, cookie: cookie))
  }

  private func press(_ act: String, _ fields: String) throws(HTTPClientError) -> HTTPReply {
    let body = "_token=\(PercentDecoding.encode(token))\(fields)"
    return try client.exchange(requests.form("\(path)/\(act)", body, cookie: cookie))
  }

  /// What the page proposes for each column.
  private func columns() throws(HTTPClientError) -> String {
    String(decoding: try show().body, as: UTF8.self).split(separator: "<select ").dropFirst()
      .map { select in
        let name = BenchPages.quoted("name=\"", in: select) ?? ""
        let chosen = select.split(separator: "<option ").first { option in
          option.prefix { $0 != ">" }.hasSuffix(" selected")
        }
        let value = chosen.flatMap { BenchPages.quoted("value=\"", in: $0) } ?? ""
        return "&\(name)=\(PercentDecoding.encode(value))"
      }.joined()
  }
}
