/// What a proof says, in words or as JSON.
public struct VerificationText: Sendable {
  private let facts: RunFacts
  private let directory: String
  private let verification: Verification

  /// Tells of a proof.
  public init(_ run: RunReader, _ verification: Verification) {
    facts = run.facts
    directory = run.directory.path
    self.verification = verification
  }

  /// What is proven, or the first thing that is not as it was written.
  ///
  /// - Parameter width: The most cells of a line.
  /// - Returns: Lines without their ends.
  public func lines(width: Int) -> [String] {
    if let fault = verification.fault {
      return fault.line.said(width: width)
    }
    if verification.certainty == .counted { return counted(width: width) }
    let inputs = facts.inputs.count == 1 ? "its input" : "its \(facts.inputs.count) inputs"
    let released = (facts.review?.released ?? 0) > 0 ? ", released.csv" : ""
    let clean = facts.stream?.output.map { "what went out (\(Figures.size($0.bytes)))\(released)" }
    let what =
      "proven: the \(Figures.size(verification.provenBytes)) of \(inputs) are in "
      + "\(clean ?? "clean.csv"), quarantine.csv and rejects.csv, each byte once and in order"
    return what.said(width: width) + countLine.said(width: width)
      + facts.inputs.prefix(20).flatMap { "\($0.name): sha256 \($0.sha256)".said(width: width) }
  }

  /// What is known of a stream when neither what came nor what went is at hand.
  private func counted(width: Int) -> [String] {
    let output = facts.stream?.output
    let text =
      "counted, not proven: \(Figures.size(facts.inputs.reduce(0) { $0 + $1.bytes })) came in, "
      + "\(Figures.size(output?.bytes ?? 0)) went out, the rest is in "
      + ((facts.review?.released ?? 0) > 0 ? "released.csv, " : "")
      + "quarantine.csv and rejects.csv; sizes add up and held rows are those of the findings. With what went out (--clean FILE) or "
      + "what came in (--input FILE) it can be proven"
    return text.said(width: width) + countLine.said(width: width)
      + facts.inputs.flatMap { "came in: sha256 \($0.sha256)".said(width: width) }
      + (output.map { "went out: sha256 \($0.sha256)".said(width: width) } ?? [])
  }

  private var countLine: String {
    "\(Figures.count(facts.rows, "row")): \(Figures.grouped(facts.kept)) kept, "
      + "\(Figures.grouped(facts.held)) held; \(Figures.count(facts.rejected, "record")) rejected"
  }

  /// One compact object with its line end.
  public var json: [UInt8] { value.bytes() + [UInt8(ascii: "\n")] }

  /// What is proven as a value.
  package var value: JSON {
    let fault = verification.fault?.json ?? .null
    return [
      "schema_version": 1,
      "directory": .string(directory),
      "proven": .bool(verification.fault == nil && verification.certainty == .proven),
      "counted": .bool(verification.fault == nil),
      "fault": fault,
      "warnings": JSON(verification.warnings),
      "bytes": .integer(verification.provenBytes),
      "counts": facts.counts,
      "inputs": .array(facts.inputs.map { $0.json }),
    ]
  }
}
