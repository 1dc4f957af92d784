import Commerce
import Testing

@testable import Office

@Suite("pictures from strangers")
struct ImageTests {
  private let inspector = ImageInspector()

  private func problem(_ bytes: [UInt8]) -> ImageError? {
    do throws(ImageError) {
      _ = try inspector.sanitise(bytes)
      return nil
    } catch {
      return error
    }
  }

  static let samples: [(String, [UInt8], ImageKind, Int, Int)] = [
    // The camera was held upright: orientation 6 shows 24 x 16 as 16 x 24.
    ("JPEG with a place", ImageSamples.gpsJPEG, .jpeg, 16, 24),
    ("progressive JPEG", ImageSamples.progressiveJPEG, .jpeg, 24, 16),
    ("PNG with texts", ImageSamples.textPNG, .png, 24, 16),
    ("WebP with a place", ImageSamples.exifWebP, .webp, 24, 16),
    ("lossless WebP", ImageSamples.losslessWebP, .webp, 24, 16),
    ("WebP with alpha", ImageSamples.alphaWebP, .webp, 24, 16),
  ]

  @Test("a real picture is taken, and cleaning it again changes nothing", arguments: samples)
  func real(name: String, bytes: [UInt8], kind: ImageKind, width: Int, height: Int) throws {
    let image = try inspector.sanitise(bytes)
    #expect(image.kind == kind)
    #expect(image.width == width)
    #expect(image.height == height)
    #expect(image.sha256 == SHA256.hash(image.bytes))
    #expect(try inspector.sanitise(image.bytes) == image)
  }

  @Test("nothing but the picture remains", arguments: samples)
  func nothingElse(name: String, bytes: [UInt8], kind: ImageKind, width: Int, height: Int) throws {
    let text = String(decoding: try inspector.sanitise(bytes).bytes, as: Unicode.ASCII.self)
    for word in ["Secret", "secret", "2026", "XMP", "EXIF", "eXIf", "tEXt", "iTXt"] {
      #expect(!text.contains(word))
    }
  }

  @Test("the samples do carry what is removed")
  func samplesAreReal() {
    for sample in [ImageSamples.gpsJPEG, ImageSamples.textPNG, ImageSamples.exifWebP] {
      #expect(String(decoding: sample, as: Unicode.ASCII.self).contains("Secret"))
    }
  }

  @Test("the orientation stays, alone")
  func orientation() throws {
    let clean = try inspector.sanitise(ImageSamples.gpsJPEG).bytes
    let exif = Exif.segment(orientation: 6)
    #expect(clean.firstRange(of: exif) != nil)
    #expect(clean.count < ImageSamples.gpsJPEG.count)
    #expect(Exif.orientation(Array(exif.dropFirst(10))) == 6)
    let upright = try inspector.sanitise(ImageSamples.progressiveJPEG).bytes
    #expect(upright.firstRange(of: Exif.opening) == nil)
  }

  @Test("the flags of a WebP say what is left in it")
  func flags() throws {
    let clean = try inspector.sanitise(ImageSamples.alphaWebP).bytes
    let extended = try #require(clean.firstRange(of: Array("VP8X".utf8)))
    #expect(clean[extended.upperBound + 4] == 0x10)
    #expect(ImageSamples.alphaWebP[extended.upperBound + 4] == 0x18)
  }

  @Test("what follows the picture is cut off", arguments: samples)
  func polyglot(name: String, bytes: [UInt8], kind: ImageKind, width: Int, height: Int) throws {
    let clean = try inspector.sanitise(bytes)
    for tail in ["<script>alert(1)</script>", "PK\u{3}\u{4}zip", "\0"] {
      #expect(try inspector.sanitise(bytes + Array(tail.utf8)) == clean)
    }
  }

  @Test("every shortened picture is refused", arguments: samples)
  func truncated(name: String, bytes: [UInt8], kind: ImageKind, width: Int, height: Int) {
    for count in 12..<bytes.count - (kind == .webp ? 0 : 1) {
      #expect(problem(Array(bytes[..<count])) != nil, "\(count) bytes")
    }
    #expect(problem(Array(bytes.dropLast(2))) == .truncated)
  }

  @Test(
    "what is no picture of ours is named",
    arguments: [
      ("", ImageError.truncated), ("hello", .notAnImage), ("<html><body>", .notAnImage),
      ("<svg xmlns='http://www.w3.org/2000/svg'/>", .svgRefused),
      ("<?xml version='1.0'?>\n<!-- x --><SVG>", .svgRefused),
      ("GIF89a......", .otherKind("GIF")), ("%PDF-1.7", .otherKind("PDF")),
      ("\0\0\0\u{18}ftypheic", .otherKind("HEIC")), ("\0\0\0\u{18}ftypavif", .otherKind("AVIF")),
      ("RIFF....WAVE", .notAnImage), ("RIFF", .notAnImage),
    ])
  func otherKinds(text: String, expected: ImageError) {
    #expect(problem(Array(text.utf8)) == expected)
  }

  @Test("an animation is refused")
  func animation() { #expect(problem(ImageSamples.animatedWebP) == .animated) }

  @Test("more bytes than allowed are refused before they are read")
  func tooManyBytes() {
    let bytes = [UInt8](repeating: 0, count: 10_000_001)
    #expect(problem(bytes) == .tooManyBytes(limit: 10_000_000))
  }

  @Test("a header of 30,000 x 30,000 is refused, and so is a speck")
  func sides() {
    #expect(problem(jpeg(30_000, 30_000)) == .tooLarge(width: 30_000, height: 30_000))
    #expect(problem(png(30_000, 30_000)) == .tooLarge(width: 30_000, height: 30_000))
    #expect(problem(webp(16_384, 16)) == .tooLarge(width: 16_384, height: 16))
    #expect(problem(jpeg(20, 15)) == .tooSmall(width: 20, height: 15))
    #expect(problem(png(0x7FFF_FFFF, 1)) != nil)
    #expect(problem(jpeg(16, 12_000)) == nil)
    #expect(problem(png(12_000, 16)) == nil)
    #expect(problem(webp(16, 12_000)) == nil)
  }

  @Test(
    "a picture that breaks its format is refused",
    arguments: [
      ("no height", jpeg(16, 0)), ("12 bits", jpeg(16, 16, precision: 12)),
      ("two frames", jpeg(16, 16, before: jpegFrame(16, 16))),
      ("lossless frame", jpeg(16, 16, before: [0xFF, 0xC3, 0, 2])),
      ("bytes between segments", jpeg(16, 16, before: [0xFF, 0xFE, 0, 2, 1, 2, 3])),
      ("segment of length 1", jpeg(16, 16, before: [0xFF, 0xFE, 0, 1])),
      ("bytes behind a table", jpeg(16, 16, before: [0xFF, 0xDB, 0, 4, 0, 1])),
      ("no scan", [0xFF, 0xD8] + jpegFrame(16, 16) + [0xFF, 0xD9]),
      ("checksum", png(16, 16, breaking: true)),
      ("no width", png(0, 16)), ("depth 3", png(16, 16, depth: 3)),
      ("palette missing", png(16, 16, colour: 3)),
      ("data in two places", png(16, 16, extra: chunk("tEXt", []) + chunk("IDAT", [1]))),
      ("unknown critical chunk", png(16, 16, extra: chunk("ABCD", []))),
      ("second header", png(16, 16, extra: chunk("IHDR", []))),
      ("interframe", webp(16, 16, tag: 1)), ("no width", webp(0, 16)),
      ("no start code", webp(16, 16, code: 0)),
    ])
  func damaged(name: String, bytes: [UInt8]) {
    let problem = problem(bytes)
    if case .truncated = problem { return }
    guard case .damaged = problem else {
      Issue.record("\(name): \(String(describing: problem))")
      return
    }
  }

  @Test("mutated pictures never trap, and what is taken is clean", arguments: samples)
  func mutations(name: String, bytes: [UInt8], kind: ImageKind, width: Int, height: Int) throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<1_000 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<mutated.count, using: &random)
        mutated[place] = UInt8.random(in: 0...255, using: &random)
      }
      guard let image = try? inspector.sanitise(mutated) else { continue }
      #expect(try inspector.sanitise(image.bytes) == image)
    }
  }
}

// Pictures made byte by byte.

private func big(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}

private func little(_ number: Int, _ count: Int) -> [UInt8] { big(number, count).reversed() }

private func jpegFrame(_ width: Int, _ height: Int, precision: UInt8 = 8) -> [UInt8] {
  [0xFF, 0xC0, 0, 11, precision] + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0]
}

private func jpeg(
  _ width: Int, _ height: Int, precision: UInt8 = 8, before: [UInt8] = []
) -> [UInt8] {
  let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0, 0xFF, 0xD0, 0x34]
  return [0xFF, 0xD8] + before + jpegFrame(width, height, precision: precision) + scan
    + [0xFF, 0xFF, 0xD9]
}

private func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
  let checked = Array(type.utf8) + body
  return big(body.count, 4) + checked + big(Int(CRC32.of(checked)), 4)
}

private func png(
  _ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 2, extra: [UInt8] = [],
  breaking: Bool = false
) -> [UInt8] {
  let header = chunk("IHDR", big(width, 4) + big(height, 4) + [depth, colour, 0, 0, 0])
  var pixels = chunk("IDAT", [1, 2, 3])
  if breaking { pixels[9] ^= 1 }
  return PNGCleaner.signature + header + pixels + extra + chunk("IEND", [])
}

private func webp(_ width: Int, _ height: Int, tag: Int = 0, code: UInt8 = 0x9D) -> [UInt8] {
  if width > 0x3FFF {
    let bits = little((width - 1) | (height - 1) << 14, 4)
    return riff("VP8L", [0x2F] + bits + [0])
  }
  return riff("VP8 ", little(tag, 3) + [code, 0x01, 0x2A] + little(width, 2) + little(height, 2))
}

private func riff(_ type: String, _ body: [UInt8]) -> [UInt8] {
  let pad: [UInt8] = body.count % 2 == 1 ? [0] : []
  let content = Array("WEBP".utf8) + Array(type.utf8) + little(body.count, 4) + body + pad
  return Array("RIFF".utf8) + little(content.count, 4) + content
}
