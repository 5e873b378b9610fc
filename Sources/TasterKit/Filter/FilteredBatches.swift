import TasterCSV

/// The judged batches of one stream; walked once.
///
/// Records are read and typed on a thread of their own, at most two batches ahead of whoever walks, and judged when the
/// next batch is asked for. Where the walk is cancelled, reading ends.
public struct FilteredBatches: AsyncSequence, Sendable {
  public typealias Element = FilteredBatch

  let filter: Filter
  let path: String
  let table: TableOptions
  let stream: StreamOptions

  /// How many batches are typed and not yet judged, at most.
  private static let ahead = 2

  public func makeAsyncIterator() -> Iterator { Iterator(self) }

  /// Walks the batches of a stream.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private let handoff: Handoff<Message>
    private let walk: Walk
    private var state: FilterState
    /// How the stream ended; nil while it goes on.
    private(set) var end: StreamEnd?

    fileprivate init(_ batches: FilteredBatches) {
      let handoff = Handoff<Message>(room: FilteredBatches.ahead)
      self.handoff = handoff
      // The caller's stop may end other streams as well: a walk that is given up sets a sign of its own.
      let stop = StopSign(or: batches.stream.stop.sign)
      walk = Walk(handoff: handoff, stop: stop)
      state = FilterState(batches.filter)
      let (path, table, stream) = (batches.path, batches.table, batches.stream)
      let schema = batches.filter.baseline.schema
      let isStarted = startThread {
        do {
          var reader = RowReader(
            try OpenStream(path, options: table, stream: stream, stop: stop), options: table,
            like: schema, batchRows: stream.batchRows)
          while let batch = try reader.next() {
            guard handoff.give(.batch(batch)) else { return }
          }
          var end = reader.end ?? StreamEnd()
          end.remarks = reader.remarks
          _ = handoff.give(.end(end))
          handoff.finish(.success(()))
        } catch StreamPause.stopped {
          _ = handoff.give(.end(StreamEnd(isStopped: true)))
          handoff.finish(.success(()))
        } catch {
          handoff.finish(.failure(error))
        }
      }
      if !isStarted {
        handoff.finish(
          .failure(TableError(.unreadable, "no thread to read with; try again later")))
      }
    }

    /// What the rows are judged by.
    var filter: Filter { state.filter }
    /// What the stream has come to with the batches that were walked.
    var progress: FilterProgress { state.progress }
    /// The rows at which the alarm was raised.
    var alarmRows: [Int] { state.alarm.alarms }
    /// What was rejected.
    var runningDiscoveries: RunningDiscoveries { state.discoveries }
    /// In what the values were not what the baseline says, in sentences.
    var departures: [String] { state.departures }
    /// The SHA-256 of the bytes that were judged.
    var digest: String { state.digest }

    /// The next batch.
    ///
    /// - Returns: At least one record, judged; nil at the end of the stream.
    /// - Throws: ``TableError`` for what a person can mend.
    public mutating func next() async throws -> FilteredBatch? {
      do {
        switch try await handoff.take() {
        case .batch(let batch): return try state.judge(batch)
        case .end(let end):
          self.end = end
          return nil
        case nil: return nil
        }
      } catch let error as CSVError {
        throw TableError(error)
      }
    }
  }

  /// Ends the reading when nobody walks any more.
  private final class Walk: Sendable {
    private let handoff: Handoff<Message>
    private let stop: StopSign

    init(handoff: Handoff<Message>, stop: StopSign) {
      self.handoff = handoff
      self.stop = stop
    }

    deinit {
      handoff.close()
      stop.set()
    }
  }

  /// What the reading thread hands on.
  fileprivate enum Message: Sendable {
    case batch(RowBatch)
    case end(StreamEnd)
  }
}
