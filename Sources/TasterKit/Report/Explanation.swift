/// Answers to "what is this?": detectors, attacks and entries of the taxonomy, for a terminal or as JSON.
public struct Explanation: Sendable {
  /// The most cells of a line.
  public var width = 80
  /// How headings are dressed.
  public var style = Style.plain

  /// Answers with default options.
  public init() {}

  // MARK: Lists

  /// Every detector and what it looks for.
  public func detectors() -> [String] {
    let names = Catalog.detectors.map { $0.name }
    let indent = (names.map { $0.displayWidth }.max() ?? 0) + 2
    return Catalog.detectors.flatMap { detector -> [String] in
      let padding = String(repeating: " ", count: indent - detector.name.displayWidth)
      let lines = detector.summary.said(width: max(width - indent, 10), indent: 0)
      return lines.enumerated().map { k, line in
        (k == 0
          ? style.heading(detector.name) + padding : String(repeating: " ", count: indent)) + line
      }
    }
  }

  /// Every attack, what it does and what can be set.
  public func attacks() -> [String] {
    let indent = (Attacks.all.map { $0.name.displayWidth }.max() ?? 0) + 2
    return Attacks.all.flatMap { attack -> [String] in
      let padding = String(repeating: " ", count: indent - attack.name.displayWidth)
      let space = String(repeating: " ", count: indent)
      let told = attack.init().settings.map { "\($0.name)=\($0.value)" }
      let lines =
        attack.summary.said(width: max(width - indent, 10), indent: 0)
        + (told.isEmpty
          ? [] : told.joined(separator: ", ").said(width: max(width - indent, 10), indent: 0))
      return lines.enumerated().map { k, line in
        (k == 0 ? style.heading(attack.name) + padding : space) + line
      }
    }
  }

  /// Every entry of the taxonomy in a line.
  public func taxonomy() -> [String] {
    var table = AlignedTable([
      .text("code"), .text("name", least: 12), .text("parent"), .text("technique", least: 9),
    ])
    for entry in Taxonomy.all {
      table.add([entry.code, entry.name, entry.parent ?? "–", entry.technique ?? "–"])
    }
    return table.lines(width: width, style: style)
  }

  // MARK: One thing

  /// What a word means: the name of a detector, a word for an attack, a code of the taxonomy or of MITRE ATLAS.
  ///
  /// - Parameter word: What was typed.
  /// - Returns: Lines without their ends.
  /// - Throws: ``TableError`` with the nearest words where it is none of these.
  public func explain(_ word: String) throws -> [String] {
    let name = word.lowercased().replacing(" ", with: "-").replacing("_", with: "-")
    if let detector = Catalog.detector(named: name) { return explain(detector) }
    let planted = Attacks.attack(named: name)
    if let attack = Glossary.attack(word) {
      guard planted == nil else {
        return explain(attack) + [""] + (planted.map { explain($0) } ?? [])
      }
      let kin = Attacks.all.filter { $0.kind == attack.name }.map { $0.name }
      return explain(attack)
        + (kin.isEmpty
          ? []
          : "to plant it: taster poison --attack \(kin.joined(separator: "|"))".said(width: width))
    }
    if let planted { return explain(planted) }
    if let entry = Taxonomy.category(word) { return explain(entry) }
    if let technique = Taxonomy.technique(word) { return explain(technique) }
    let words =
      Catalog.detectors.map { $0.name } + Glossary.attacks.map { $0.name }
      + Glossary.attacks.flatMap { $0.aliases } + Attacks.all.map { $0.name }
      + Taxonomy.techniques.map { $0.id }
    throw TableError(
      .unknownName,
      "nothing here is called '\(word)'\(Self.hint(word, among: words)) `taster detectors` and "
        + "`taster taxonomy` list what there is")
  }

  /// The entry of a code of the taxonomy.
  ///
  /// - Throws: ``TableError`` with the nearest codes where there is none.
  public func entry(_ code: String) throws -> [String] { explain(try Self.category(code)) }

  private static func category(_ code: String) throws -> Taxonomy.Category {
    if let entry = Taxonomy.category(code) { return entry }
    throw TableError(
      .unknownName,
      "the taxonomy has no code '\(code)'\(hint(code, among: [])) `taster taxonomy` lists them")
  }

  /// The end of a sentence about a wrong word.
  private static func hint(_ word: String, among words: [String]) -> String {
    let near = Nearest.names(to: word, among: words) + Taxonomy.nearest(to: word)
    let quoted = near.prefix(3).map { "'\($0)'" }
    guard let last = quoted.last else { return ";" }
    let rest = quoted.dropLast().joined(separator: ", ")
    return "; did you mean \(rest.isEmpty ? last : "\(rest) or \(last)")?"
  }

  private func explain(_ detector: any Detector.Type) -> [String] {
    let seen = Glossary.attacks.filter { $0.detectors.contains(detector.name) }.map { $0.name }
    return [style.heading(detector.name)] + detector.summary.said(width: width, indent: 0) + [""]
      + detector.explanation.paragraphs(width: width)
      + (seen.isEmpty ? [] : [""] + "looks for: \(seen.joined(separator: ", "))".said(width: width))
      + stream(detector).said(width: width)
  }

  /// What a filter makes of what a detector looks for.
  private func stream(_ detector: any Detector.Type) -> String {
    BaselineVerdict.structures.contains(detector.name)
      ? "in a stream (taster filter): not looked for, it needs the company of other rows"
      : "in a stream (taster filter): the models of the baseline speak instead, by a p-value"
  }

  private func explain(_ attack: Glossary.Attack) -> [String] {
    let other = "also called: \(attack.aliases.joined(separator: ", "))"
    let detectors = "detectors: \(attack.detectors.joined(separator: ", "))"
    return [style.heading(attack.name)] + attack.explanation.paragraphs(width: width) + [""]
      + other.said(width: width) + detectors.said(width: width)
      + "codes: \(Taxonomy.ingestPoisoning.reportName); \(named(attack.technique))"
      .said(width: width)
  }

  private func explain(_ attack: any Attack.Type) -> [String] {
    let settings = attack.init().settings
    let detectors = Glossary.attack(attack.kind)?.detectors ?? []
    return [style.heading(attack.name)] + attack.summary.said(width: width, indent: 0) + [""]
      + attack.explanation.paragraphs(width: width)
      + (settings.isEmpty ? [] : [""])
      + settings.flatMap { "--set \($0.name)=\($0.value): \($0.meaning)".said(width: width) } + [""]
      + "from: \(attack.reference)".said(width: width)
      + "kind: \(attack.kind)".said(width: width)
      + "detectors: \(detectors.joined(separator: ", "))".said(width: width)
      + "to plant it: taster poison FILE --attack \(attack.name)".said(width: width)
  }

  private func explain(_ entry: Taxonomy.Category) -> [String] {
    var lines = [style.heading("\(entry.code) \(entry.name)")]
    lines += entry.description.said(width: width, indent: 0) + [""]
    if let parent = entry.parent.flatMap({ Taxonomy.category($0) }) {
      lines += "part of: \(parent.code) \(parent.name)".said(width: width)
    }
    for child in Taxonomy.children(of: entry.code) {
      lines += "part: \(child.code) \(child.name)".said(width: width)
    }
    lines += "technique: \(entry.technique.map { named($0) } ?? "none")".said(width: width)
    return lines + "in AVID reports: \(entry.reportName)".said(width: width)
  }

  private func explain(_ technique: Taxonomy.Technique) -> [String] {
    let codes = Taxonomy.all.filter { $0.technique == technique.id }.map { "\($0.code) \($0.name)" }
    return [style.heading("\(technique.id) \(technique.name)")]
      + (technique.parent.map { "part of: \(named($0))".said(width: width) } ?? [])
      + (codes.isEmpty ? [] : "codes: \(codes.joined(separator: ", "))".said(width: width))
      + "MITRE ATLAS \(Taxonomy.atlasVersion)".said(width: width)
  }

  private func named(_ technique: String) -> String {
    "\(technique) \(Taxonomy.technique(technique)?.name ?? "")"
  }
}
