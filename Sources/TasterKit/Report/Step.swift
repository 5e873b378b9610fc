/// One moment of a long run, in words.
public struct Step: Sendable, Hashable {
  /// What is being done.
  public var stage: String
  /// Bytes or rows done.
  public var done: Int
  /// Bytes or rows in all; 0 where nobody knows.
  public var total: Int
  /// How long the stage has taken so far.
  public var seconds: Double
  /// Whether ``done`` counts bytes; else it counts rows.
  public var isBytes: Bool

  /// Makes a step.
  public init(stage: String, done: Int, total: Int, seconds: Double, isBytes: Bool) {
    self.stage = stage
    self.done = done
    self.total = total
    self.seconds = seconds
    self.isBytes = isBytes
  }

  private static let barWidth = 20

  /// The stage, a bar, what is done of what, the rate and the time left; what is not known is left out.
  public var line: String {
    var parts = [stage]
    let isBounded = total > 0 && (1...total).contains(done)
    if isBounded {
      let filled = done * Self.barWidth / total
      parts.append(
        "[" + String(repeating: "#", count: filled)
          + String(repeating: ".", count: Self.barWidth - filled) + "]")
      parts.append("\(done * 100 / total) %")
    }
    if isBounded {
      parts.append((isBytes ? amount(done) : Figures.grouped(done)) + " of \(amount(total))")
    } else if done > 0 {
      parts.append(amount(done))
    }
    if done > 0, seconds >= 0.2 {
      let rate = Double(done) / seconds
      parts.append(amount(Int(rate)) + "/s")
      if isBounded { parts.append(Self.time(Double(total - done) / rate) + " left") }
    }
    return parts.joined(separator: "  ")
  }

  private func amount(_ number: Int) -> String {
    isBytes ? Figures.size(number) : Figures.count(number, "row")
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
