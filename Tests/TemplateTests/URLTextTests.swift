import Testing

@testable import Template

@Suite struct URLTextTests {
  @Test(arguments: [
    ("/orders/1?tab=new&x=a+b#top", "/orders/1?tab=new&x=a+b#top"),
    ("?page=2", "?page=2"), ("#main", "#main"), ("", ""), ("/", "/"),
    ("/a b\"c'<d>\\", "/a%20b%22c%27%3Cd%3E%5C"), ("/чай", "/%D1%87%D0%B0%D0%B9"),
    ("/50%", "/50%25"), ("/a%20b%zz", "/a%20b%25zz"), ("/\t/host", "/%09/host"),
    ("/\\host", "/%5Chost"),
    ("javascript:alert(1)", "#"), ("JaVa\tScript:x", "#"), (" javascript:x", "#"),
    ("data:text/html,x", "#"), ("//host/x", "#"), ("https://host", "#"), ("orders", "#"),
    ("\\\\host", "#"),
  ])
  func `paths on this site`(source: String, expected: String) {
    #expect(URLText(path: source).text == expected)
  }

  @Test func `names and values of a query are any text`() {
    let url = URLText(path: "/p", query: [("q", "a&b=c #%+é"), ("x y", "")])
    #expect(url.text == "/p?q=a%26b%3Dc%20%23%25%2B%C3%A9&x%20y=")
    #expect(URLText(path: "/p", query: []).text == "/p")
  }

  @Test(arguments: [
    ("https://example.com/a b", "https://example.com/a%20b"), ("HTTP://h", "HTTP://h"),
    ("mailto:a@example.com", "mailto:a@example.com"), ("tel:+123", "tel:+123"),
    ("javascript:x", nil), ("java\nscript:x", nil), ("//host", nil), ("", nil), ("https:", nil),
  ])
  func `addresses elsewhere by scheme`(source: String, expected: String?) {
    #expect(URLText(external: source)?.text == expected)
  }
}
