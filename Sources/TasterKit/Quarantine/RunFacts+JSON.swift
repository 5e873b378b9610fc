import TasterCSV

extension RunFacts.File {
  var json: JSON {
    [
      "name": .string(name), "bytes": .integer(bytes), "sha256": .string(sha256),
      "records": JSON(records),
    ]
  }
}

extension StreamFacts {
  /// What follows from the bytes and the options alone.
  var json: JSON { .object(members) }

  /// The same, and how the stream ended.
  var runJSON: JSON {
    .object(
      members + [
        JSON.Member("many_rejects", .bool(hasManyRejects)),
        JSON.Member("reopened", .integer(reopened)),
        JSON.Member("ending", .string(ending.rawValue)),
        JSON.Member("output", output?.json ?? .null),
        JSON.Member("delivered_bytes", .integer(delivered)),
      ])
  }

  private var members: [JSON.Member] {
    [
      JSON.Member("window", .integer(window)),
      JSON.Member("alarm_level", .number(alarmLevel)),
      JSON.Member("alarms", .integer(alarmCount)),
      JSON.Member("alarm_rows", JSON(alarms)),
      JSON.Member("martingale", .number(capital)),
      JSON.Member("martingale_highest", .number(highestCapital)),
      JSON.Member("unknown_class_rows", .integer(strangers)),
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
      "types": .array(types.map { $0.json }),
    ]
  }
}

extension CellType {
  /// `number`, `text`, a list of texts, or a pattern.
  fileprivate var json: JSON {
    switch self {
    case .number: .string("number")
    case .text: .string("text")
    case .levels(let levels): JSON(levels)
    case .pattern(let pattern): ["pattern": .string(pattern)]
    }
  }
}

extension RunFacts {
  /// Whether the policy minds something: more held rows than it allows; of a stream also an alarm, or too many records that are
  /// no rows.
  var isViolated: Bool {
    held > allowed || stream.map { $0.alarmCount > 0 || $0.hasManyRejects } ?? false
  }

  /// `3 rows of 8 held (37.5 %), 0 allowed`.
  var outcome: String {
    "\(Figures.count(held, "row")) of \(Figures.grouped(rows)) held "
      + "(\(Figures.percent(held, of: max(rows, 1)))), \(Figures.grouped(allowed)) allowed"
  }

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
