import TasterKit
import Testing

@Suite struct `Data sets` {
  @Test(arguments: [
    "a.csv", "x/B.CSV", "a.csv.gz", "truthful.csv", "truth/data.csv", "untruth.csv",
  ])
  func `are known by their names`(path: String) { #expect(DataSets.isOne(path)) }

  @Test(arguments: [
    "truth.csv", "x/truth.csv", "a.truth.csv", "a.truth.csv.gz", "Truth.CSV", "a.txt", "csv",
    ".csv",
    "a.csv.zip", "", "x/",
  ])
  func `are no tables of truth and no other files`(path: String) { #expect(!DataSets.isOne(path)) }

  @Test func `are left out by file and by folder`() {
    func isExcluded(_ path: String) -> Bool {
      DataSets.isExcluded(path, by: ["drafts/", "./a/old.csv", "../b"], in: "/p/data")
    }
    #expect(isExcluded("/p/data/drafts/x/y.csv") && isExcluded("/p/data/a/old.csv"))
    #expect(isExcluded("/p/b/c.csv"))
    #expect(!isExcluded("/p/data/drafts.csv") && !isExcluded("/p/data/a/old.csv.gz"))
    #expect(!isExcluded("/p/drafts/x.csv"))
  }
}
