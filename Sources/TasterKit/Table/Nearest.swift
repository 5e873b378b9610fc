/// temporary
enum Nearest { static func names(to n: String, among: [String]) -> [String] { [] } }
