import Commerce
import Glibc
import Office
import SQL

/// Deletes pictures that no version of a listing refers to: uploads whose form was never saved,
/// drafts that were changed.
///
/// A form may still carry the token of such a picture. Both the look for references and the
/// deletion happen within a transaction of the only writer, and so does the save that refers to
/// it: either the reference is seen here, or the save finds the file gone and says so.
struct PictureSweep: Sendable {
  static let job = "products.pictures"
  /// How long an upload waits for its form.
  static let grace = Duration.days(1)
  /// Files looked at within one transaction.
  static let batch = 100

  static let reference = PlatformQuery<Int64>(
    "select 1 from main.product_image where name = ? limit 1")

  let store: PictureStore

  func register(on runner: JobRunner) {
    runner.every(.hours(6), Self.job) { _, context in try run(context) }
  }

  private func run(_ context: JobContext) throws {
    guard let scope = context.platform else { return }
    let before = context.now - Self.grace
    for folder in store.folders() {
      var files = store.files(in: folder, before: before)[...]
      while !files.isEmpty {
        let part = files.prefix(Self.batch)
        files = files.dropFirst(Self.batch)
        try context.database.writer.write { transaction in
          try delete(part, in: folder, before, transaction.platform(scope))
        }
      }
    }
  }

  private func delete(
    _ names: ArraySlice<String>, in folder: String, _ before: Instant, _ tx: PlatformTransaction
  ) throws(SQLError) {
    for name in names {
      let picture = PicturePreview(name: name)?.picture ?? name
      let isPicture = PictureStore.kind(of: picture) != nil
      if isPicture, try tx.first(Self.reference, picture) != nil { continue }
      // Somebody may have sent it again since the folder was read.
      store.remove(name, in: folder, before: before)
    }
  }
}

extension PictureStore {
  /// The folders of pictures, `00` to `ff`.
  func folders() -> [String] {
    (0..<256).map { Hex.encode([UInt8($0)]) }.filter { access("\(root)/\($0)", R_OK) == 0 }
  }

  /// The files of a folder that nobody has written since, half-written ones too.
  func files(in folder: String, before moment: Instant) -> [String] {
    let names = (try? Files.list("\(root)/\(folder)")) ?? []
    return names.filter { written("\(folder)/\($0)").map { $0 < moment } ?? false }
  }

  func remove(_ name: String, in folder: String, before moment: Instant) {
    guard let time = written("\(folder)/\(name)"), time < moment else { return }
    unlink("\(root)/\(folder)/\(name)")
  }

  /// - Throws: a problem of the form where a picture that it names is gone.
  func require(_ pictures: [Picture]) throws(InvalidForm) {
    let isWhole = pictures.allSatisfy {
      access("\(root)/\($0.name.prefix(2))/\($0.name)", R_OK) == 0
    }
    guard isWhole else { throw InvalidForm("pictures", Message("products.picture.gone")) }
  }

  private func written(_ path: String) -> Instant? {
    var status = stat()
    guard stat("\(root)/\(path)", &status) == 0 else { return nil }
    return Instant(milliseconds: Int64(status.st_mtim.tv_sec) &* 1_000)
  }
}
