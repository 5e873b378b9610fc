extension RunFacts.File {
  var json: JSON {
    [
      "name": .string(name), "bytes": .integer(bytes), "sha256": .string(sha256),
      "records": JSON(records),
    ]
  }
}

extension RunFacts.Dialect {
  var json: JSON {
    [
      "delimiter": .string(String(Unicode.Scalar(delimiter))),
      "quote": JSON(quote.map { String(Unicode.Scalar($0)) }),
      "header": .bool(hasHeader),
      "escape": JSON(escape.map { String(Unicode.Scalar($0)) }),
      "comment": JSON(comment.map { String(Unicode.Scalar($0)) }),
      "encoding": .string(encoding), "preamble_lines": .integer(preambleLines),
      "header_lines": JSON(headerLines), "head_bytes": JSON(headBytes), "columns": JSON(columns),
    ]
  }
}

extension RunFacts {
  /// The counts that have to add up: records = held + kept + rejected.
  package var counts: JSON {
    [
      "rows": .integer(rows), "held": .integer(held), "kept": .integer(kept),
      "rejected": .integer(rejected), "blank_lines": .integer(blankLines),
    ]
  }

  var rejectsJSON: JSON {
    .array(rejects.map { ["reason": .string($0.reason), "count": .integer($0.count)] })
  }
}

extension RunFacts.Review {
  var json: JSON {
    [
      "released": .integer(released), "confirmed": .integer(confirmed),
      "decisions": .integer(decisions), "last_hash": .string(lastHash),
    ]
  }
}
