import CSQLite
import Glibc
import Synchronization

/// The length of the write-ahead log, reported by the writer; wakes the checkpoints when it
/// is worth their while. Nobody polls: an idle database costs nothing.
final class LogGauge: Sendable {
  let wake = Semaphore()
  private let threshold = Atomic(Checkpoints.passiveFrames)

  private let latest = Atomic(0)

  /// Called by the writer after each commit.
  func report(frames: Int) {
    let before = latest.exchange(frames, ordering: .relaxed)
    if frames < before { arm(at: Checkpoints.passiveFrames) }
    guard frames >= threshold.load(ordering: .relaxed) else { return }
    arm(at: .max)
    wake.post()
  }

  /// The next length to be woken at. A log that begins anew starts from the lowest again.
  func arm(at frames: Int) { threshold.store(frames, ordering: .relaxed) }
}

/// The thread that moves the write-ahead log into the database, off the request path.
///
/// Passive checkpoints stop nobody. When the log grows in spite of them, because there was no
/// moment without a commit, a restart makes the writer begin it anew; a very long one (a bulk
/// import) is cut off. Both run in a pause of the writer: against a busy one they would never
/// get SQLite's lock.
final class Checkpoints: Sendable {
  // Frames of 4 KiB: 4, 64 and 256 MB. Many short moves keep the disk free for commits; a long log
  // makes the pauses rare.
  static let passiveFrames = 1_000
  static let restartFrames = 16_000
  static let truncateFrames = 64_000
  // A round halves what is left, more or less.
  private static let roundsBeforeRestart = 5
  private static let fewFrames = 250

  private let log: LogGauge
  private let writer: Writer
  private let isStopped = Atomic(false)
  private let ended = Semaphore()
  // Touched by the checkpoint thread once it runs, or by the writer's leader while that waits.
  private nonisolated(unsafe) let connection: Connection

  init(
    path: String, _ options: Database.Options, _ log: LogGauge, _ writer: Writer
  ) throws(SQLError) {
    self.log = log
    self.writer = writer
    var options = options
    // The writer waits while a restart waits for readers: rather give up and come again.
    options.busyMilliseconds = 10
    options.mappedBytes = 0
    connection = try Connection(path: path, options, .tool)
  }

  func start() {
    var thread = pthread_t()
    let me = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { me in
        if let me { Unmanaged<Checkpoints>.fromOpaque(me).takeRetainedValue().loop() }
        return nil
      }, me.toOpaque())
    guard code == 0 else {
      me.release()
      return ended.post()
    }
    pthread_detach(thread)
  }

  func stop() {
    isStopped.store(true, ordering: .releasing)
    log.wake.post()
    ended.wait()
  }

  private func loop() {
    while true {
      log.wake.wait()
      if isStopped.load(ordering: .acquiring) { break }
      log.arm(at: Self.passiveFrames + work())
    }
    connection.close()
    ended.post()
  }

  /// The length the log had.
  private func work() -> Int {
    // What fails, because a reader or a backup holds the log, is tried again when it is longer.
    guard var passive = try? connection.checkpoint(.passive) else { return Self.restartFrames }
    if passive.frames >= Self.restartFrames {
      // In its pause the writer waits for the disk to take what was moved. So the disk takes that
      // before, and again what came meanwhile, each time less.
      for _ in 0..<Self.roundsBeforeRestart {
        // A disk that refuses says so once: then the log is not begun anew.
        guard (try? connection.syncFile()) != nil,
          let next = try? connection.checkpoint(.passive)
        else { return Self.restartFrames }
        let came = next.frames - passive.frames
        passive = next
        if came < Self.fewFrames { break }
      }
      let kind: Checkpoint = passive.frames >= Self.truncateFrames ? .truncate : .restart
      writer.pause { _ = try? self.connection.checkpoint(kind) }
    }
    return passive.frames
  }
}

enum Checkpoint {
  case passive, restart, truncate

  fileprivate var code: Int32 {
    switch self {
    case .passive: SQLITE_CHECKPOINT_PASSIVE
    case .restart: SQLITE_CHECKPOINT_RESTART
    case .truncate: SQLITE_CHECKPOINT_TRUNCATE
    }
  }
}

extension Connection {
  /// The frames of the log, and how many of them are in the database now.
  @discardableResult
  func checkpoint(_ kind: Checkpoint) throws(SQLError) -> (frames: Int, moved: Int) {
    var frames: Int32 = 0
    var moved: Int32 = 0
    let code = sqlite3_wal_checkpoint_v2(raw, nil, kind.code, &frames, &moved)
    if code != SQLITE_OK { throw .last(raw, code) }
    return (Int(frames), Int(moved))
  }

  /// Waits until the disk has the database's file; its log is not meant.
  func syncFile() throws(SQLError) {
    var file: UnsafeMutablePointer<sqlite3_file>?
    var code = sqlite3_file_control(raw, nil, SQLITE_FCNTL_FILE_POINTER, &file)
    if code == SQLITE_OK, let file {
      code = file.pointee.pMethods?.pointee.xSync?(file, SQLITE_SYNC_NORMAL) ?? SQLITE_OK
    }
    if code != SQLITE_OK { throw .last(raw, code) }
  }
}
