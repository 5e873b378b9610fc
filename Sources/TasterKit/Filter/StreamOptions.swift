package import TasterCSV

/// How a stream is taken in.
public struct StreamOptions: Sendable {
  /// How many rows are judged together; no verdict depends on it.
  public var batchRows = 10_000
  /// After how many milliseconds without a byte a batch is judged as it is; no verdict depends on it.
  public var pause = 100
  /// Whether a file is expected to grow: it is read until the stream is stopped.
  ///
  /// Where it is cut or another file takes its name, as when logs are rotated, reading goes on with what is there then.
  public var follows = false
  /// Ends the stream behind the last record that is complete.
  public let stop: StreamStop

  /// The default options.
  public init(stop: StreamStop = StreamStop()) { self.stop = stop }
}

/// Ends a stream from outside, such as from a signal's handler.
public final class StreamStop: Sendable {
  package let sign = StopSign()

  /// A stop that is not yet asked for.
  public init() {}

  /// Whether the stream is to end.
  public var isAsked: Bool { sign.isSet }

  /// Asks the stream to end: what has come completely is still judged.
  public func ask() { sign.set() }
}
