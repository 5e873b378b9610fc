/// Paths as texts; no file system is asked.
package enum PathName: Sendable {
  /// A path seen from a folder, made absolute, without `.`, `..` and doubled slashes.
  ///
  /// - Parameters:
  ///   - path: Any path.
  ///   - folder: An absolute path, for a relative one.
  /// - Returns: A path that begins with `/` and ends with none, the root aside.
  package static func absolute(_ path: String, in folder: String) -> String {
    var parts: [Substring] = []
    let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// An absolute path as it is seen from a folder: `../taster.yaml`; `.` for the folder itself.
  package static func relative(_ path: String, to folder: String) -> String {
    let target = path.split(separator: "/")
    let base = folder.split(separator: "/")
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let parts = [Substring](repeating: "..", count: base.count - shared) + target[shared...]
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// An absolute path and the folders above it, up to `/`.
  package static func upward(from folder: String) -> [String] {
    let parts = folder.split(separator: "/")
    return (0...parts.count).reversed().map { "/" + parts[..<$0].joined(separator: "/") }
  }

  /// Whether an absolute path is a folder or lies below it.
  package static func isInside(_ path: String, of folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
