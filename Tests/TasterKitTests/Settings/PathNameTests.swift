import TasterKit
import Testing

@Suite struct `A path` {
  @Test func `becomes absolute and plain`() {
    #expect(PathName.absolute("a/./b//c/../d", in: "/x") == "/x/a/b/d")
    #expect(PathName.absolute("/a/..", in: "/x") == "/")
    #expect(PathName.absolute("../../..", in: "/x/y") == "/")
    #expect(PathName.absolute("", in: "/x/") == "/x")
  }

  @Test func `is seen from a folder`() {
    #expect(PathName.relative("/a/b/c", to: "/a") == "b/c")
    #expect(PathName.relative("/a/t", to: "/a/b/c") == "../../t")
    #expect(PathName.relative("/a", to: "/a") == ".")
    #expect(PathName.relative("/ab", to: "/a") == "../ab")
  }

  @Test(arguments: ["/", "/a", "/a/b", "/c/d/e"], ["/", "/a/b", "/c/x"])
  func `comes back from where it is seen`(path: String, folder: String) {
    #expect(PathName.absolute(PathName.relative(path, to: folder), in: folder) == path)
  }

  @Test func `has folders above it`() {
    #expect(PathName.upward(from: "/a/b") == ["/a/b", "/a", "/"])
    #expect(PathName.upward(from: "/") == ["/"])
    #expect(PathName.isInside("/a/b", of: "/a") && PathName.isInside("/a", of: "/a"))
    #expect(PathName.isInside("/a", of: "/") && !PathName.isInside("/ab", of: "/a"))
  }
}
