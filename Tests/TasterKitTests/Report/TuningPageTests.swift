import Foundation
import TasterKit
import Testing

@Suite struct `A tuning's page and text` {
  private let tuning: Tuning
  private let advice: Recommendation

  init() throws {
    tuning = try `A tuning`.example()
    advice = try tuning.recommendation(for: TuningGoal())
  }

  private var page: String {
    String(decoding: TuningPage().render(tuning, advice), as: UTF8.self)
  }

  @Test func `needs nothing but itself, and is well formed`() throws {
    let page = page
    for word in ["<script", "http:", "https:", "style=", "onload", "@import", "url("] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.utf8.count < 500_000)
    // As XML but for what HTML leaves open.
    var body = page.components(separatedBy: "<body>").last ?? ""
    body = "<body>" + (body.components(separatedBy: "</html>").first ?? "")
    #expect(XMLCheck.isWellFormed(body))
  }

  @Test func `allows its own style by its hash`() throws {
    let sheet = try #require(
      page.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first)
    #expect(sheet == PageStyle.tuning.sheet.text)
    #expect(page.contains("'sha256-\(PageStyle.tuning.hash)'") && PageStyle.tuning.hash.count == 44)
    #expect(sheet.contains("prefers-color-scheme:dark"))
  }

  @Test func `says what the threshold does and what binds it`() {
    let text = String(decoding: TuningText().render(tuning, advice), as: UTF8.self)
    for words in ["the best F1", "AUROC", "near", "nine times in ten", "honest held"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(page.contains("the best F1."))
  }

  @Test func `says why there is none`() throws {
    let none = try tuning.recommendation(for: TuningGoal(budget: 1, minRecall: ["all": 1]))
    let text = String(decoding: TuningText().render(tuning, none), as: UTF8.self)
    #expect(text.contains("no threshold meets the goal") && text.contains("- budget 1: "))
    let page = String(decoding: TuningPage().render(tuning, none), as: UTF8.self)
    #expect(page.contains("No threshold meets the goal."))
  }
}

/// Whether tags close in the order in which they open.
enum XMLCheck {
  static func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let tag = piece[..<end]
      let name = tag.split { !($0.isLetter || $0.isNumber) }.first ?? ""
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { return false }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
