import Foundation

/// A JSON schema, draft 4, as far as the one of SARIF goes; formats are not looked at.
struct JSONSchema {
  private let root: [String: Any]

  /// Reads a schema.
  init(_ path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// What the schema forbids in a value, a line each with its place.
  func faults(in bytes: [UInt8]) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: Data(bytes))
    return faults(value, root, "$")
  }

  private func faults(_ value: Any, _ schema: [String: Any], _ at: String) -> [String] {
    if let name = schema["$ref"] as? String {
      return faults(value, definition(name), at)
    }
    var faults: [String] = []
    let kinds = Self.kinds(of: value)
    if let wanted = schema["type"] {
      let names = wanted as? [String] ?? [wanted as? String ?? ""]
      if kinds.isDisjoint(with: names) {
        return ["\(at): is no \(names.joined(separator: " or "))"]
      }
    }
    if let allowed = schema["enum"] as? [AnyHashable] {
      if (value as? AnyHashable).map({ allowed.contains($0) }) != true {
        faults.append("\(at): \(value) is none of \(allowed)")
      }
    }
    for (word, holds) in [
      ("anyOf", { (count: Int) in count > 0 }), ("oneOf", { (count: Int) in count == 1 }),
    ] {
      guard let choices = schema[word] as? [[String: Any]] else { continue }
      let fitting = choices.count { self.faults(value, $0, at).isEmpty }
      if !holds(fitting) { faults.append("\(at): fits \(fitting) of \(word)") }
    }
    if let object = value as? [String: Any] { faults += members(object, schema, at) }
    if let list = value as? [Any] { faults += elements(list, schema, at) }
    if let text = value as? String, let pattern = schema["pattern"] as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      faults.append("\(at): '\(text)' does not fit \(pattern)")
    }
    if kinds.contains("number"), let number = value as? Double {
      if let least = schema["minimum"] as? Double, number < least {
        faults.append("\(at): \(number) is below \(least)")
      }
      if let most = schema["maximum"] as? Double, number > most {
        faults.append("\(at): \(number) is above \(most)")
      }
    }
    return faults
  }

  private func members(
    _ object: [String: Any], _ schema: [String: Any], _ at: String
  ) -> [String] {
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    var faults = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
      .map { "\(at): has no \($0)" }
    for (name, value) in object {
      if let own = known[name] {
        faults += self.faults(value, own, "\(at).\(name)")
      } else if let others = schema["additionalProperties"] as? [String: Any] {
        faults += self.faults(value, others, "\(at).\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        faults.append("\(at): may not have \(name)")
      }
    }
    return faults
  }

  private func elements(_ list: [Any], _ schema: [String: Any], _ at: String) -> [String] {
    var faults: [String] = []
    if let least = schema["minItems"] as? Int, list.count < least {
      faults.append("\(at): has less than \(least) elements")
    }
    if schema["uniqueItems"] as? Bool == true,
      Set(list.map { Self.text($0) }).count < list.count
    {
      faults.append("\(at): has an element twice")
    }
    if let own = schema["items"] as? [String: Any] {
      for (k, value) in list.enumerated() { faults += self.faults(value, own, "\(at)[\(k)]") }
    }
    return faults
  }

  private func definition(_ name: String) -> [String: Any] {
    let path = name.split(separator: "/").dropFirst()
    return path.reduce(root) { $0[String($1)] as? [String: Any] ?? [:] }
  }

  // A value as the same text however its members are ordered.
  private static func text(_ value: Any) -> Data? {
    try? JSONSerialization.data(withJSONObject: [value], options: .sortedKeys)
  }

  private static func kinds(of value: Any) -> Set<String> {
    switch value {
    case is NSNull: return ["null"]
    case is String: return ["string"]
    case is [Any]: return ["array"]
    case is [String: Any]: return ["object"]
    case let number as NSNumber:
      if number.objCType.pointee == CChar(UInt8(ascii: "c")) { return ["boolean"] }
      return number.doubleValue == number.doubleValue.rounded()
        ? ["number", "integer"] : ["number"]
    default: return []
    }
  }
}
