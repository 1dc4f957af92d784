import Glibc
import Office

/// Keeps a second process from serving or filling the same data folder. The kernel drops it with
/// the process, however that ends.
final class DataLock {
  private let folder: Int32

  /// Makes the folder where there is none.
  /// - Throws: one line that says that the folder is in use.
  init(_ path: String) throws(BootError) {
    try Files.makeFolder(path)
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw BootError("The folder \(path) can't be opened: \(String(cString: strerror(errno)))")
    }
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 else {
      throw BootError("The data folder \(path) is in use: another sellerdesk serves or fills it.")
    }
  }

  deinit { close(folder) }
}
