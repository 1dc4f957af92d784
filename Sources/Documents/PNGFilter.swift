/// Chooses for each row of a picture the filter whose output is smallest in sum (PNG, 12.8).
struct PNGFilter {
  private let stride: Int
  private let channels: Int

  init(width: Int, channels: Int) {
    stride = width * channels
    self.channels = channels
  }

  /// The rows, each behind the number of its filter.
  func filtered(_ pixels: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(pixels.count + pixels.count / stride)
    var best = [UInt8](repeating: 0, count: stride)
    var trial = best
    let above = [UInt8](repeating: 0, count: stride)
    pixels.withUnsafeBufferPointer { pixels in
      above.withUnsafeBufferPointer { zeros in
        for start in Swift.stride(from: 0, to: pixels.count, by: stride) {
          let row = UnsafeBufferPointer(rebasing: pixels[start..<start + stride])
          let previous =
            start == 0 ? zeros : UnsafeBufferPointer(rebasing: pixels[start - stride..<start])
          var (kind, cost) = (UInt8(0), Int.max)
          for candidate in UInt8(0)...4 {
            let sum = apply(candidate, row, previous, below: cost, into: &trial)
            guard sum < cost else { continue }
            (kind, cost) = (candidate, sum)
            swap(&best, &trial)
          }
          out.append(kind)
          out.append(contentsOf: best)
        }
      }
    }
    return out
  }

  /// Writes the filtered row and gives the sum of its octets taken as signed (PNG, 9.2). Gives up
  /// where the sum comes to `limit`.
  // Loops of the plainest kind: a build without optimisation draws pictures too.
  private func apply(
    _ kind: UInt8, _ row: UnsafeBufferPointer<UInt8>, _ above: UnsafeBufferPointer<UInt8>,
    below limit: Int, into out: inout [UInt8]
  ) -> Int {
    var sum = 0
    out.withUnsafeMutableBufferPointer { out in
      var index = 0
      while index < stride && sum < limit {
        let left = index < channels ? 0 : row[index - channels]
        let predicted: UInt8
        if kind == 0 {
          predicted = 0
        } else if kind == 1 {
          predicted = left
        } else if kind == 2 {
          predicted = above[index]
        } else if kind == 3 {
          predicted = UInt8(truncatingIfNeeded: (Int(left) + Int(above[index])) / 2)
        } else {
          let corner = index < channels ? 0 : above[index - channels]
          predicted = paeth(left, above[index], corner)
        }
        let value = row[index] &- predicted
        out[index] = value
        sum += value < 128 ? Int(value) : 256 - Int(value)
        index += 1
      }
    }
    return sum
  }

  private func paeth(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt8 {
    if a == b && b == c { return a }
    let estimate = Int(a) + Int(b) - Int(c)
    let toA = estimate > Int(a) ? estimate - Int(a) : Int(a) - estimate
    let toB = estimate > Int(b) ? estimate - Int(b) : Int(b) - estimate
    let toC = estimate > Int(c) ? estimate - Int(c) : Int(c) - estimate
    if toA <= toB && toA <= toC { return a }
    return toB <= toC ? b : c
  }
}
