import TasterKit
import Testing

@Suite struct `The search for settings` {
  private func folders(_ workingDirectory: String, _ data: String...) -> [String] {
    SettingsSearch.folders(workingDirectory: workingDirectory, data: data) {
      ["/home/repo", "/home/repo/inner", "/other"].contains($0)
    }
  }

  @Test func `goes up to the root of the repository`() {
    #expect(folders("/home/repo/a/b") == ["/home/repo/a/b", "/home/repo/a", "/home/repo"])
    #expect(folders("/home/repo") == ["/home/repo"])
    #expect(folders("/home/repo/inner/c") == ["/home/repo/inner/c", "/home/repo/inner"])
  }

  @Test func `then goes up from the data to the same root`() {
    #expect(
      folders("/home/repo/a", "/home/repo/d/e", "/home/repo/d/f")
        == ["/home/repo/a", "/home/repo", "/home/repo/d/e", "/home/repo/d", "/home/repo/d/f"])
  }

  @Test func `never takes the word of data from elsewhere`() {
    #expect(folders("/home/repo", "/other/data", "/home", "/home/repository") == ["/home/repo"])
  }

  @Test func `stays in the working directory outside of a repository`() {
    #expect(folders("/tmp/x/y", "/tmp/x/y/z", "/home/repo") == ["/tmp/x/y"])
  }
}
