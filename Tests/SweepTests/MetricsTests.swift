import Foundation
import Office
import OfficeTesting
import SellerDesk
import Testing

/// What a program that watches the server is told.
@Suite(
  "Metrics", .serialized, .aside,
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct MetricsTests {
  @Test("the admin listener serves figures in OpenMetrics, and no page; pages need the token")
  func figures() throws {
    let market = try TestMarket(Modules.boot)
    defer { withExtendedLifetime(market) {} }
    let admin = try WireClient.freePort()
    let server = try ServerProcess(
      data: market.configuration.data, home: market.configuration.home,
      options: ["--admin-listen", "127.0.0.1:\(admin)", "--metrics-token", "open sesame"])
    let client = WireClient(port: server.port)
    for _ in 0..<3 { _ = try client.send("GET", "/sign-in") }
    _ = try client.send("GET", "/none")
    _ = try client.send("GET", "/t/some-secret-token")
    let form = [
      ("Sec-Fetch-Site", "same-origin"), ("Content-Type", "application/x-www-form-urlencoded"),
    ]
    _ = try client.send("POST", "/sign-in", form, body: Array("email=a&password=b".utf8))
    let reply = try Self.scrape(admin)
    #expect(
      reply.header("content-type")
        == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    try Self.check(OpenMetricsReader(reply.text))
    #expect(!reply.text.contains("some-secret-token"))
    #expect(try WireClient(port: admin).send("GET", "/").status == 404)

    #expect(try client.send("GET", "/metrics").status == 401)
    #expect(try client.send("GET", "/metrics", [("Authorization", "Bearer no")]).status == 401)
    let token = ("Authorization", "Bearer open sesame")
    let again = try OpenMetricsReader(client.send("GET", "/metrics", [token]).text)
    let refused = ["route": "/metrics", "code": "401"]
    #expect(again.value("http_requests_total", refused) == 2)
    #expect(server.stop() == 0)
  }

  /// The figures once the jobs are begun, which the server does not wait for before it answers.
  private static func scrape(_ port: UInt16) throws -> WireClient.Reply {
    var reply = try WireClient(port: port).send("GET", "/metrics")
    for _ in 0..<1_000 where reply.text.contains("jobs{state=\"pending\"} 0\n") {
      usleep(10_000)
      reply = try WireClient(port: port).send("GET", "/metrics")
    }
    return reply
  }

  private static func check(_ metrics: OpenMetricsReader) throws {
    func count(_ method: String, _ route: String, _ code: Int) -> Double? {
      metrics.value(
        "http_requests_total", ["method": method, "route": route, "code": "\(code)"])
    }
    #expect(count("GET", "/sign-in", 200) == 3)
    #expect(count("any", "unrouted", 404) == 1)
    #expect(count("GET", "/t/:token", 404) == 1)
    #expect(count("POST", "/sign-in", 422) == 1)
    let page = ["route": "/sign-in", "method": "GET"]
    #expect(metrics.value("http_request_duration_seconds_count", page) == 3)
    #expect(try #require(metrics.value("http_request_duration_seconds_sum", page)) > 0)
    #expect(try #require(metrics.value("http_connections_accepted_total")) >= 6)
    #expect(try #require(metrics.value("http_received_bytes_total")) > 300)
    #expect(try #require(metrics.value("http_content_bytes_total")) > 3_000)
    #expect(try #require(metrics.value("writer_group_size_count")) >= 1)
    #expect(try #require(metrics.value("writer_commit_seconds_sum")) > 0)
    #expect(try #require(metrics.value("jobs", ["state": "pending"])) >= 1)
    #expect(metrics.value("jobs", ["state": "dead"]) == 0)
    #expect(metrics.value("worker_queue_requests") == 0)
    #expect(try #require(metrics.value("process_resident_memory_bytes")) > 1e6)
    let start = try #require(metrics.value("process_start_time_seconds"))
    #expect(abs(Date().timeIntervalSince1970 - start) < 60)
    #expect(metrics.value("sellerdesk_info", ["version": Configuration(data: "").version]) == 1)
  }

  @Test(
    "the reader of these tests refuses what is no OpenMetrics",
    arguments: [
      "# TYPE a gauge\na 1\n", "a 1\n# EOF\n", "# TYPE a counter\na 1\n# EOF\n",
      "# TYPE a gauge\na 1\na 2\n# EOF\n", "# TYPE a gauge\na{b=\"c} 1\n# EOF\n",
      "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{c=\"d\"} 1\n# EOF\n",
      "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n", "# TYPE a gauge\na  1\n# EOF\n",
      "# TYPE a histogram\na_bucket{le=\"1.0\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n# EOF\n",
      "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n# EOF\n",
    ])
  func strictness(_ text: String) {
    #expect(throws: OpenMetricsReader.Wrong.self) { try OpenMetricsReader(text) }
  }
}
