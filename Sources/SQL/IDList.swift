/// Numbers of rows as a statement takes them: `from json_each(?) j cross join ... on id = j.value`.
public enum IDList {
  public static func text(_ ids: [Int64]) -> String {
    "[\(ids.map { String($0) }.joined(separator: ","))]"
  }
}
