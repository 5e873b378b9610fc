import Testing

@Suite struct `The reader of code` {
  @Test func `leaves comments out`() {
    #expect(House.code("a // b\nc /* d /* e */ f */ g") == "a \nc  g")
  }

  @Test func `leaves texts out and keeps what is interpolated`() {
    let code = House.code(#"let a = "Verdict \(Scan(b("Report"))) // no comment" + c"#)
    #expect(House.words(code) == ["let", "a", "Scan", "b", "c"])
  }

  @Test func `knows every kind of quote`() {
    let text = ##"""
      let a = """
        Verdict "quoted" \(x)
        """
      let b = #"Report \(not) \#(yes)"# + "\"Scan\\"
      #expect(c)
      """##
    #expect(House.words(House.code(text)) == ["let", "a", "x", "b", "yes", "expect", "c"])
  }

  @Test func `knows imports in every form`() {
    let file = House.File(
      path: "x.swift",
      text: """
        import Foundation
        private import CLibCSV
        @preconcurrency package import struct COpenBLAS.Thing
        // import CZlib
        func important(import: Int) {}
        """)
    #expect(file.imports == ["Foundation", "CLibCSV", "COpenBLAS"])
  }
}
