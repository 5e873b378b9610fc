private import FoundationEssentials
import TasterCSV

/// How a page looks, in light and in dark: a style sheet that stands in the page itself.
package struct PageStyle: Sendable {
  /// The style sheet.
  package let sheet: Markup

  /// How many colours lines have.
  package static let colours = 10

  /// The style of `report.html`.
  package static let report = PageStyle(PackageResources.report_css)
  /// The style of a tuning's page.
  package static let tuning = PageStyle(PackageResources.tuning_css)

  private init(_ bytes: [UInt8]) { sheet = Markup(sheet: bytes) }

  /// The SHA-256 of the style sheet in base 64, as a content security policy names it.
  package var hash: String {
    let digits = Array(sha256(Array(sheet.text.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }
}
