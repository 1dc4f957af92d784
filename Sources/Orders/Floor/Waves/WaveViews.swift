import Commerce
import Office
import Template

/// A wave in the list.
struct WaveRowView: View {
  let wave: Wave
  let name: String
  let sub: String
  let state: BadgeView
  let progress: String

  static let fields: [Field<WaveRowView>] = [
    .url("href") { URLText(path: "/waves/\($0.wave.id)") },
    .text("name") { $0.name },
    .text("sub") { $0.sub },
    .view("state") { $0.state },
    .text("progress") { $0.progress },
    .integer("done") { $0.wave.picked + $0.wave.packed },
    .integer("total") { max(1, 2 * $0.wave.pieces) },
  ]
}

/// A place where the picker stops.
struct StopView: View {
  let stop: Stop
  let href: URLText
  let count: BadgeView
  let totes: String
  let handling: HandlingView?

  static let fields: [Field<StopView>] = [
    .url("href") { $0.href },
    .text("bin") { $0.stop.first.bin.name.isEmpty ? "–" : $0.stop.first.bin.name },
    .text("spare") { $0.stop.first.bin.spare },
    .text("item") { $0.stop.first.title },
    .text("offer") { $0.stop.first.offer },
    .text("barcode") { $0.stop.first.barcode },
    .optional("picture") { Picture.url($0.stop.first.picture) },
    .number("quantity") { $0.stop.quantity },
    .text("totes") { $0.totes },
    .view("count") { $0.count },
    .optional("handling") { $0.handling },
  ]
}

/// Stops of one zone and class, under one heading.
struct StopGroupView: View {
  let title: String
  let stops: [StopView]

  static let fields: [Field<StopGroupView>] = [
    .text("title") { $0.title },
    .list("stops") { $0.stops },
  ]
}

/// A posting of a wave, by its tote.
struct ToteView: View {
  let posting: WavePosting
  let href: URLText
  let pieces: String
  let state: BadgeView

  static let fields: [Field<ToteView>] = [
    .integer("id") { $0.posting.id.raw },
    .number("slot") { $0.posting.slot },
    .text("number") { $0.posting.number },
    .url("href") { $0.href },
    .text("pieces") { $0.pieces },
    .view("state") { $0.state },
  ]
}

/// A posting left the wave: its pieces go back.
struct WaveNoticeView: View {
  let posting: PostingID
  let text: String

  static let fields: [Field<WaveNoticeView>] = [
    .integer("posting") { $0.posting.raw },
    .text("text") { $0.text },
  ]
}

/// What the newest scan came to, in large words.
struct ScanResultView: View {
  let isRight: Bool
  let title: String
  let detail: String

  static let fields: [Field<ScanResultView>] = [
    .flag("isRight") { $0.isRight },
    .text("resultTitle") { $0.title },
    .text("detail") { $0.detail },
  ]
}

/// A line of the log of refused scans, or of pieces that failed.
struct LoggedView: View {
  let text: String
  let when: String
  var photo: URLText?

  static let fields: [Field<LoggedView>] = [
    .text("text") { $0.text },
    .text("when") { $0.when },
    .optional("photo") { $0.photo },
  ]
}
