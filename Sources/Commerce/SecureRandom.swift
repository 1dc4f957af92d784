import Glibc

/// Octets that nobody can guess, from the kernel.
public enum SecureRandom {
  /// `count` octets of getrandom(2); none for a count below 1.
  public static func bytes(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // getentropy(3) is getrandom(2) without short reads, 256 octets at most a call.
        let part = min(256, count - filled)
        let target = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<filled + part])
        if getentropy(target.baseAddress, part) != 0 { fallBack(target) }
        filled += part
      }
    }
  }

  /// Kernels without the call: the standard library reads /dev/urandom, and stops the process when
  /// there is none, because going on with a guessable secret would be worse.
  private static func fallBack(_ target: UnsafeMutableRawBufferPointer) {
    var generator = SystemRandomNumberGenerator()
    for index in target.indices { target[index] = generator.next() }
  }
}
