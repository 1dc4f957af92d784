import Commerce
import HTTP
import Template

/// What was found, by kind.
struct SearchPage: Page {
  static let template = "search/show"

  let isAsked: Bool
  let summary: String
  let groups: [SearchGroupView]

  static let fields: [Field<SearchPage>] = [
    .flag("isAsked") { $0.isAsked },
    .text("summary") { $0.summary },
    .list("groups") { $0.groups },
    .flag("hasGroups") { !$0.groups.isEmpty },
  ]

  init(_ text: String, _ groups: [SearchGroupView], _ context: some RequestContext) {
    isAsked = !text.isEmpty
    summary =
      text.isEmpty ? context.text("search.help") : context.text("search.for", ["text": text])
    self.groups = groups.filter { !$0.hits.isEmpty }
  }
}

/// Things of one kind, and the way to the list of all.
struct SearchGroupView: View {
  let id: String
  let title: String
  let all: String
  let href: URLText
  let hits: [SearchHitView]

  static let fields: [Field<SearchGroupView>] = [
    .text("id") { $0.id },
    .text("groupTitle") { $0.title },
    .text("all") { $0.all },
    .url("href") { $0.href },
    .list("hits") { $0.hits },
  ]

  init(
    _ provider: SearchProvider, _ text: String, _ found: [SearchHit], shown: Int, most: Int,
    _ context: some RequestContext
  ) {
    id = String(provider.title.map { $0 == "." ? "-" : $0 })
    title = context.text(provider.title)
    href = provider.all(text)
    let count = context.locale.number(Int64(found.count))
    all =
      found.count >= most
      ? context.text("search.many", ["count": count])
      : context.text("search.all", ["count": count], count: Int64(found.count))
    hits = found.prefix(shown).map { SearchHitView(hit: $0, context.text("search.unnamed")) }
  }
}

struct SearchHitView: View {
  let href: URLText
  let title: String
  let note: String
  let picture: URLText?

  static let fields: [Field<SearchHitView>] = [
    .url("href") { $0.href },
    .text("hitTitle") { $0.title },
    .text("note") { $0.note },
    .optional("picture") { $0.picture },
  ]

  init(hit: SearchHit, _ unnamed: String) {
    href = URLText(path: hit.path)
    title = hit.title.isEmpty ? unnamed : hit.title
    note = hit.note
    picture = hit.picture.isEmpty ? nil : URLText(path: "/images/\(hit.picture)")
  }
}
