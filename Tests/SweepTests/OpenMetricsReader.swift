/// Reads OpenMetrics 1.0 text and refuses whatever the specification does not allow.
struct OpenMetricsReader {
  struct Sample {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  struct Wrong: Error {
    let line: String
    let reason: String
  }

  private(set) var samples: [Sample] = []
  private var types: [String: String] = [:]
  private var family = ""
  private var hasSamples = false
  private var described: Set<String> = []
  private var seen: Set<String> = []

  init(_ text: String) throws {
    guard text.hasSuffix("\n# EOF\n") else { throw Wrong(line: "", reason: "no end") }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2) {
      try read(String(line))
    }
    try checkHistograms()
  }

  /// The value of the one sample of a name with these labels among its own.
  func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    let found = samples.filter { sample in
      sample.name == name && labels.allSatisfy { sample.labels[$0] == $1 }
    }
    return found.count == 1 ? found[0].value : nil
  }

  private mutating func read(_ line: String) throws {
    func require(_ isRight: Bool, _ reason: String) throws {
      if !isRight { throw Wrong(line: line, reason: reason) }
    }
    if line.hasPrefix("#") {
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      try require(words.count == 4, "a descriptor has four parts")
      try describe(String(words[1]), String(words[2]), String(words[3]), require)
    } else {
      try require(!family.isEmpty, "a sample before its family")
      hasSamples = true
      let sample = try parse(line, require)
      try check(sample, require)
      samples.append(sample)
    }
  }

  private mutating func describe(
    _ kind: String, _ name: String, _ text: String, _ require: (Bool, String) throws -> Void
  ) throws {
    if name != family {
      try require(types[name] == nil, "a family in two places")
      (family, hasSamples, described) = (name, false, [])
      types[name] = "unknown"
    }
    try require(!hasSamples && described.insert(kind).inserted, "a descriptor out of place")
    switch kind {
    case "TYPE":
      try require(["counter", "gauge", "histogram", "info"].contains(text), "an unknown type")
      types[name] = text
    case "UNIT": try require(name.hasSuffix("_" + text), "the name does not end in its unit")
    case "HELP": try require(!text.isEmpty, "no help")
    default: try require(false, "an unknown descriptor")
    }
  }

  private func parse(
    _ line: String, _ require: (Bool, String) throws -> Void
  ) throws -> Sample {
    let pattern = #/([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\+Inf|-?[0-9]+(?:\.[0-9]+)?)/#
    guard let match = line.wholeMatch(of: pattern) else {
      throw Wrong(line: line, reason: "no sample")
    }
    var labels: [String: String] = [:]
    var rest = match.2 ?? ""
    let pair = #/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(?:,(?=.)|$)/#
    while !rest.isEmpty {
      guard let label = try pair.prefixMatch(in: rest) else {
        throw Wrong(line: line, reason: "no label")
      }
      try require(labels.updateValue(String(label.2), forKey: String(label.1)) == nil, "doubled")
      rest = rest[label.range.upperBound...]
    }
    let value = match.3 == "+Inf" ? Double.infinity : Double(match.3) ?? .nan
    return Sample(name: String(match.1), labels: labels, value: value)
  }

  private mutating func check(
    _ sample: Sample, _ require: (Bool, String) throws -> Void
  ) throws {
    let suffixes: [String: [String]] = [
      "counter": ["_total"], "gauge": [""], "info": ["_info"],
      "histogram": ["_bucket", "_sum", "_count"],
    ]
    let type = types[family] ?? ""
    let isOurs = (suffixes[type] ?? []).contains { sample.name == family + $0 }
    try require(isOurs, "not a sample of \(family)")
    try require(sample.name.hasSuffix("_bucket") == (sample.labels["le"] != nil), "le")
    if type == "counter" || type == "histogram" { try require(sample.value >= 0, "negative") }
    if type == "info" { try require(sample.value == 1, "an info is 1") }
    let labels = sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    try require(seen.insert("\(sample.name) \(labels)").inserted, "the same sample twice")
  }

  /// Buckets ascend, do not fall, end with +Inf, which is the count; each has its sum.
  private func checkHistograms() throws {
    for (name, type) in types where type == "histogram" {
      let groups = Dictionary(grouping: samples.filter { $0.name == name + "_bucket" }) {
        $0.labels.filter { $0.key != "le" }
      }
      for (labels, buckets) in groups {
        let bounds = buckets.map { Double($0.labels["le"] ?? "") ?? .infinity }
        let values = buckets.map(\.value)
        guard bounds == bounds.sorted(), Set(bounds).count == bounds.count,
          values == values.sorted(), buckets.last?.labels["le"] == "+Inf",
          values.last == own(name + "_count", labels), own(name + "_sum", labels) != nil
        else { throw Wrong(line: "\(name) \(labels)", reason: "no histogram") }
      }
    }
  }

  private func own(_ name: String, _ labels: [String: String]) -> Double? {
    samples.first { $0.name == name && $0.labels == labels }?.value
  }
}
