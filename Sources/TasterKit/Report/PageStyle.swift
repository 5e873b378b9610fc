private import FoundationEssentials
import TasterCSV

/// How a page looks, in light and in dark.
package enum PageStyle: Sendable {
  /// How many colours lines have.
  package static let colours = 10

  /// The style sheet.
  package static let sheet: Markup = """
    :root{--page:#fff;--ink:#1b1f24;--soft:#68707a;--grid:#dfe3e8;--bar:#7aa7d9;--c0:#111827;--c1:#2563eb;\
    --c2:#d97706;--c3:#059669;--c4:#7c3aed;--c5:#db2777;--c6:#0891b2;--c7:#65a30d;--c8:#b91c1c;--c9:#57534e}
    @media (prefers-color-scheme:dark){:root{--page:#14171a;--ink:#e7eaee;--soft:#9aa3ad;--grid:#2e343b;\
    --bar:#3d6a9e;--c0:#f3f4f6;--c1:#60a5fa;--c2:#fbbf24;--c3:#34d399;--c4:#a78bfa;--c5:#f472b6;--c6:#22d3ee;\
    --c7:#a3e635;--c8:#f87171;--c9:#a8a29e}}
    body{background:var(--page);color:var(--ink);font:15px/1.45 system-ui,sans-serif;margin:0}
    main{max-width:1000px;margin:0 auto;padding:1.5rem}
    h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
    .verdict{font-size:1.2rem;font-weight:600}.note,figcaption{color:var(--soft)}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1rem}
    figure{margin:0}svg{width:100%;height:auto;font:12px system-ui,sans-serif}
    svg text{fill:var(--soft)}.grid{stroke:var(--grid)}.line{fill:none;stroke:currentColor;stroke-width:1.3}
    .line.c0{stroke-width:2.5}.chosen{fill:var(--c8)}svg text.strong{fill:var(--ink);font-weight:600}
    .end{text-anchor:end}.middle{text-anchor:middle}.bar{fill:var(--bar)}.band{stroke:var(--ink);stroke-width:2}
    .c0{color:var(--c0)}.c1{color:var(--c1)}.c2{color:var(--c2)}.c3{color:var(--c3)}.c4{color:var(--c4)}
    .c5{color:var(--c5)}.c6{color:var(--c6)}.c7{color:var(--c7)}.c8{color:var(--c8)}.c9{color:var(--c9)}
    .legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1rem}
    .legend li::before{content:"\\2014\\00a0"}
    .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{text-align:right;padding:.2rem .7rem;border-bottom:1px solid var(--grid)}
    th:first-child,td:first-child{text-align:left}tr.strong td{font-weight:700}
    """

  /// The SHA-256 of the style sheet in base 64, as a content security policy names it.
  package static var hash: String {
    let digits = Array(sha256(Array(sheet.text.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }
}
