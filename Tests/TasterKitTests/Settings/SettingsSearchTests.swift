import TasterKit
import Testing

@Suite struct `The search for settings` {
  private func folders(_ workingDirectory: String, _ data: String...) -> [String] {
    SettingsSearch.folders(workingDirectory: workingDirectory, data: data) {
      ["/srv/repo", "/srv/repo/inner", "/other"].contains($0)
    }
  }

  @Test func `goes up to the root of the repository`() {
    #expect(folders("/srv/repo/a/b") == ["/srv/repo/a/b", "/srv/repo/a", "/srv/repo"])
    #expect(folders("/srv/repo") == ["/srv/repo"])
    #expect(folders("/srv/repo/inner/c") == ["/srv/repo/inner/c", "/srv/repo/inner"])
  }

  @Test func `then goes up from the data to the same root`() {
    #expect(
      folders("/srv/repo/a", "/srv/repo/d/e", "/srv/repo/d/f")
        == ["/srv/repo/a", "/srv/repo", "/srv/repo/d/e", "/srv/repo/d", "/srv/repo/d/f"])
  }

  @Test func `never takes the word of data from elsewhere`() {
    #expect(folders("/srv/repo", "/other/data", "/srv", "/srv/repository") == ["/srv/repo"])
  }

  @Test func `stays in the working directory outside of a repository`() {
    #expect(folders("/tmp/x/y", "/tmp/x/y/z", "/srv/repo") == ["/tmp/x/y"])
  }
}
