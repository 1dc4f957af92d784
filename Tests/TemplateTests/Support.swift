@_spi(Trusted) @testable import Template

/// A page with one field of every kind, for templates of one line.
struct Sample: View {
  var text = "text"
  var bytes = Array("bytes".utf8)
  var number: Int64 = 1_240
  var flag = true
  var url = URLText(path: "/a")
  var markup = Markup(trusted: Array("<b>m</b>".utf8))
  var rows: [SampleRow] = []
  var child = SampleRow(name: "child")
  var maybe: SampleRow?
  var note: String?

  static var fields: [Field<Sample>] {
    [
      .text("text") { $0.text }, .bytes("bytes") { $0.bytes }, .number("number") { $0.number },
      .integer("integer") { $0.number }, .flag("flag") { $0.flag }, .url("url") { $0.url },
      .markup("markup") { $0.markup }, .list("rows") { $0.rows }, .view("child") { $0.child },
      .optional("maybe") { $0.maybe }, .optional("note") { $0.note },
    ]
  }
}

extension View {
  /// The names of the view without the duty to use them all.
  static var undeclared: Schema {
    Schema(type: schema.type) {
      Schema.Names(declared: [], lookup: schema.open().lookup)
    }
  }
}

struct SampleRow: View {
  var name: String
  var tags: [String] = []
  var children: [SampleRow] = []

  static var fields: [Field<SampleRow>] {
    [.text("name") { $0.name }, .list("tags") { $0.tags }, .list("children") { $0.children }]
  }
}

struct SampleFrame: View {
  var user = "user"
  var text = "text of the frame"

  static var fields: [Field<SampleFrame>] {
    [.text("user") { $0.user }, .text("text") { $0.text }]
  }
}

/// Uses the fields of `Sample` that a short template leaves out.
let restOfSample = """
  {{! }}{{text}}{{bytes}}{{number}}{{integer}}{{#flag}}{{/flag}}{{#rows}}{{/rows}}{{child.name}}\
  {{#maybe}}{{/maybe}}{{#note}}{{/note}}{{markup}}<a href="{{url}}"></a>
  """

extension Library {
  convenience init(
    _ templates: [String: String], _ catalogues: [Catalogue] = []
  ) throws(TemplateErrors) {
    self.init(
      try Sources(templates), catalogues: catalogues,
      asset: { $0 == "app.css" ? "/assets/app.1.css" : nil },
      link: { $0 == "products.new" ? "/products/new?a&b" : nil })
  }

  /// Renders a template without asking that it uses all of the page.
  func render(
    _ name: String, _ sample: Sample = Sample(), _ frame: SampleFrame = SampleFrame(),
    locale: Int = 0
  ) throws(TemplateErrors) -> String {
    let programs = try compile(
      name, page: Sample.undeclared, frame: SampleFrame.schema, isChecked: true)
    var out: [UInt8] = []
    Template<Sample, SampleFrame>(programs: programs).render(
      sample, frame, locale: locale, into: &out)
    return String(decoding: out, as: UTF8.self)
  }
}

/// Renders one template given as text.
func rendered(
  _ source: String, _ sample: Sample = Sample(), file: String = "page.html",
  _ catalogues: [Catalogue] = []
) throws -> String {
  try Library([file: source], catalogues).render(file, sample)
}

/// The faults of one template given as text, one a line.
func faults(
  of source: String, file: String = "page.html", others: [String: String] = [:],
  _ catalogues: [Catalogue] = []
) -> String {
  do {
    let templates = others.merging([file: source]) { $1 }
    _ = try Library(templates, catalogues).render(file)
    return ""
  } catch {
    return error.description
  }
}
