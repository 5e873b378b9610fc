import TasterKit
import Testing

@Suite struct `Interpolated markup` {
  @Test func `escapes texts, and what is markup not again`() {
    let hostile = "</script><b a=\"1\" b='2'>&amp;\u{202E}x\n"
    let cell: Markup = "<td>\(hostile)</td>"
    #expect(
      cell.text == "<td>&lt;/script&gt;&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;"
        + "\\u{202e}x\\n</td>")
    let row: Markup = "<tr>\(cell)\(Markup([cell, cell], between: ","))</tr>"
    #expect(row.text == "<tr>\(cell.text)\(cell.text),\(cell.text)</tr>")
    #expect(Markup(figures: "1,2.5 -3<b>e").text == "1,2.5 -3")
  }
}
