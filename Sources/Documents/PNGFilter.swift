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
            let sum = apply(candidate, row, previous, into: &trial)
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

  /// Writes the filtered row and gives the sum of its octets taken as signed (PNG, 9.2).
  private func apply(
    _ kind: UInt8, _ row: UnsafeBufferPointer<UInt8>, _ above: UnsafeBufferPointer<UInt8>,
    into out: inout [UInt8]
  ) -> Int {
    var sum = 0
    for index in 0..<stride {
      let left = index < channels ? 0 : row[index - channels]
      let corner = index < channels ? 0 : above[index - channels]
      let predicted: UInt8 =
        switch kind {
        case 0: 0
        case 1: left
        case 2: above[index]
        case 3: UInt8(truncatingIfNeeded: (Int(left) + Int(above[index])) / 2)
        default: paeth(left, above[index], corner)
        }
      let value = row[index] &- predicted
      out[index] = value
      sum += Int(Int8(bitPattern: value).magnitude)
    }
    return sum
  }

  private func paeth(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt8 {
    let estimate = Int(a) + Int(b) - Int(c)
    let (toA, toB, toC) = (
      abs(estimate - Int(a)), abs(estimate - Int(b)), abs(estimate - Int(c))
    )
    if toA <= toB && toA <= toC { return a }
    return toB <= toC ? b : c
  }
}
