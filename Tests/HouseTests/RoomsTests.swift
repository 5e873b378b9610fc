import Testing

/// The rooms of the library in the order in which data flows through them.
enum Rooms {
  /// Upstream first.
  static let order = [
    "Words", "Taxonomy", "Table", "Profile", "Detectors", "Verdict", "Scan", "Quarantine",
    "Filter", "Compare", "Attacks", "Tune", "Report", "Run", "Settings",
  ]

  /// The types that a text declares, private ones left out.
  ///
  /// - Parameters:
  ///   - code: A text without comments.
  ///   - nested: Whether types within types count.
  /// - Returns: Their names.
  static func declared(_ code: String, nested: Bool = false) -> Set<String> {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    var result: Set<String> = []
    for line in code.split(separator: "\n") where nested || line.first?.isWhitespace == false {
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      guard !words.contains("private"), !words.contains("fileprivate"), !words.contains("import"),
        let at = words.firstIndex(where: { kinds.contains($0) }), at + 1 < words.count
      else { continue }
      result.insert(String(words[at + 1]))
    }
    return result
  }

  /// Where a room names a type of a later one.
  ///
  /// - Parameter rooms: The codes of every room's files, upstream first.
  /// - Returns: A sentence for every such name.
  static func leaks(_ rooms: [(name: String, files: [(path: String, code: String)])]) -> [String] {
    var leaks: [String] = []
    for (k, room) in rooms.enumerated() {
      let own = room.files.reduce(into: Set<String>()) {
        $0.formUnion(declared($1.code, nested: true))
      }
      for later in rooms.dropFirst(k + 1) {
        let names = later.files.reduce(into: Set<String>()) { $0.formUnion(declared($1.code)) }
          .subtracting(own)
        for file in room.files {
          for name in House.words(file.code).intersection(names).sorted() {
            leaks.append("\(file.path) names \(name) of \(later.name)")
          }
        }
      }
    }
    return leaks
  }
}

@Suite struct `The rooms of TasterKit` {
  static let folder = "Sources/TasterKit"

  @Test func `are all in the list of rooms`() throws {
    let rooms = try House.names(in: Self.folder).filter {
      !$0.hasPrefix(".") && !$0.hasSuffix(".docc")
    }
    #expect(rooms.filter { !Rooms.order.contains($0) } == [], "give a new room its place in order")
  }

  @Test func `never name a type of a later room`() throws {
    let files = try House.files(Self.folder).map { (path: $0.path, code: $0.code) }
    let rooms = Rooms.order.map { room in
      (name: room, files: files.filter { $0.path.hasPrefix("\(Self.folder)/\(room)/") })
    }
    #expect(rooms.reduce(0) { $0 + $1.files.count } == files.count)
    #expect(Rooms.leaks(rooms) == [])
  }

  @Test func `leak where a fixture leaks`() {
    let table = """
      struct Chunk { var verdict: Verdict? }
      """
    let verdict = """
      package struct Verdict { struct Inner {} }
      private struct Hidden {}
      """
    let planted = [
      (name: "Table", files: [(path: "Chunk.swift", code: table)]),
      (name: "Verdict", files: [(path: "Verdict.swift", code: verdict)]),
    ]
    #expect(Rooms.leaks(planted) == ["Chunk.swift names Verdict of Verdict"])
    #expect(Rooms.leaks(planted.reversed()) == [])
  }

  @Test func `declare types in many forms`() {
    let code = """
      public protocol Detector: Sendable {
      @safe package struct Staging {
      private enum Hidden {
        struct Nested {}
      typealias Rows = [Int]
      extension Chunk {
      """
    #expect(Rooms.declared(code) == ["Detector", "Staging", "Rows"])
  }
}
