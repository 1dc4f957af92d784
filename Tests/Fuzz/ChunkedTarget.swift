@testable import HTTP

/// A chunked body has one meaning and one end, however it is cut.
func checkChunked(_ input: [UInt8]) throws(Finding) {
  let whole = decoded(input, [input.count])
  let cut = input.cut
  try require(whole == decoded(input, [cut, input.count]), "cut at \(cut)")
  if cut & 2 == 2 {
    try require(whole == decoded(input, Array(0...input.count)), "octet by octet differs")
  }
  guard whole.refusal == nil else { return }
  try require(whole.used <= input.count, "used more than there is")
  try require(whole.content.count <= whole.used, "more content than input")
  guard whole.isComplete else { return }
  try require(whole.used >= 5, "complete without a last chunk")
  try require(input[whole.used - 1] == Octet.lineFeed, "ends without a line end")
  // Nothing behind the end of the body may change it.
  let alone = Array(input[..<whole.used])
  try require(decoded(alone, [alone.count]) == whole, "what follows matters")
  try checkWritten(whole.content)
}

private struct Decoded: Equatable {
  var content: [UInt8] = []
  var used = 0
  var isComplete = false
  var refusal: Status?
}

private func decoded(_ input: [UInt8], _ ends: [Int]) -> Decoded {
  var decoder = ChunkedDecoder()
  var result = Decoded()
  do throws(Refusal) {
    for end in ends {
      let fed = input.span.extracting(0..<end)
      while let piece = try decoder.next(fed, &result.used) {
        result.content += input[piece]
      }
    }
  } catch {
    // Where in the input it is refused depends on the cut: that octet is not used.
    return Decoded(content: result.content, refusal: error.status)
  }
  result.isComplete = decoder.isComplete
  return result
}

/// Chunks of several sizes carry the same content.
private func checkWritten(_ content: [UInt8]) throws(Finding) {
  var bytes: [UInt8] = []
  var start = 0
  while start < content.count {
    let end = min(content.count, start + 1 + start % 7)
    bytes.append(text: String(end - start, radix: 16) + ";a=\"\\\"\"\r\n")
    bytes += content[start..<end] + [13, 10]
    start = end
  }
  bytes.append("0\r\nX: y\r\n\r\n")
  let again = decoded(bytes, [bytes.count / 2, bytes.count])
  // More than a thousand such chunks have more extensions than one body may.
  guard again.refusal == nil || content.count < 1000 else { return }
  try require(again.content == content && again.isComplete, "written again it differs")
}
