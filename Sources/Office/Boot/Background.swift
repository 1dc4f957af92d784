import Commerce
import SQL

extension Office {
  /// Starts what works beside requests: checkpoints, mails, the jobs of the modules.
  public func startBackground() throws {
    try kernel.database.startCheckpoints()
    try runner.start()
  }

  /// Finishes what is being done and takes nothing new.
  public func stopBackground() { runner.stop() }

  /// Does on this thread all jobs that are due: for tests, which start no threads.
  public func runDueJobs() throws { try runner.runDue() }

  /// Names every handler to the runner; once, at boot.
  func registerJobs() throws {
    Outbox.register(on: runner, transport: try kernel.mailTransport())
    runner.every(.hours(1), "kernel.sweep") { _, context in
      try Self.sweep(context, SessionStore.sweep)
      try Self.sweep(context, Idempotency.sweep)
    }
    BulkSweep.register(on: runner)
    for module in modules { module.register(on: runner) }
  }

  /// Deletes a part at a time, so that nobody waits long for the writer.
  private static func sweep(
    _ context: JobContext, _ part: (Instant, Transaction) throws(SQLError) -> Int
  ) throws {
    while try context.database.writer.write({ try part(context.now, $0) }) > 0 {}
  }
}
