extension Neighbours {
  /// "9 of its 10 nearest rows are 'benign'", with their numbers.
  func reason(
    _ row: Int, of batch: Batch, detector: String, other: Int, classes: [String]
  ) -> Reason {
    let near = nearest(row, of: batch, count: 10)
    let votes = near.count { $0.label == other }
    let own = near.count { $0.label == batch.label(row) }
    let numbers = near.map { String($0.row) }.joined(separator: ", ")
    return Reason(
      detector: detector,
      text: "\(votes) of its \(near.count) nearest \(isWhole ? "" : "drawn ")rows are "
        + "'\(classes[other])', \(own) are '\(classes[batch.label(row)])' (rows \(numbers))",
      rows: near.map { $0.row })
  }
}
