import GRDB

/// The tables and views of a ledger.
///
/// A migration that has been shipped never changes; what comes later is a further one.
enum LedgerSchema {
  private static let growing = ["run", "held_rows", "evidence", "reasons", "decisions"]
  private static let changes = ["UPDATE", "DELETE"]
  /// How many triggers refuse changes.
  static var triggerCount: Int { growing.count * changes.count }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: rows, evidence, decisions") { db in
      try db.execute(sql: tables)
      try db.execute(sql: views)
      for table in growing {
        for change in changes {
          try db.execute(
            sql: """
              CREATE TRIGGER \(table)_refuses_\(change.lowercased()) BEFORE \(change) ON \(table)
              BEGIN SELECT RAISE(ABORT, '\(table) only grows: nothing in it is changed or deleted'); END
              """)
        }
      }
    }
    return migrator
  }

  private static let tables = """
    CREATE TABLE run (
      run_id TEXT PRIMARY KEY NOT NULL, version TEXT NOT NULL, mode TEXT NOT NULL,
      label_column TEXT, "rows" INTEGER NOT NULL, policy_sha256 TEXT, profile_sha256 TEXT,
      first_hash TEXT NOT NULL
    ) STRICT;
    CREATE TABLE held_rows (
      row_number INTEGER PRIMARY KEY, file TEXT, line INTEGER NOT NULL, byte_offset INTEGER NOT NULL,
      byte_length INTEGER NOT NULL, bytes BLOB NOT NULL, fingerprint TEXT NOT NULL, id TEXT, source TEXT,
      label TEXT, suggested_label TEXT, score REAL NOT NULL, p_value REAL, q_value REAL,
      verdict TEXT NOT NULL, code TEXT NOT NULL, technique TEXT NOT NULL, detector TEXT NOT NULL
    ) STRICT;
    CREATE INDEX held_rows_by_score ON held_rows (score DESC, row_number);
    CREATE TABLE evidence (
      row_number INTEGER NOT NULL REFERENCES held_rows, detector TEXT NOT NULL, nats REAL NOT NULL,
      holds INTEGER NOT NULL, PRIMARY KEY (row_number, detector)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reasons (
      row_number INTEGER NOT NULL REFERENCES held_rows, position INTEGER NOT NULL, detector TEXT NOT NULL,
      "text" TEXT NOT NULL, other_rows TEXT NOT NULL, PRIMARY KEY (row_number, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE nearest_rows (
      row_number INTEGER NOT NULL REFERENCES held_rows, relation TEXT NOT NULL
        CHECK (relation IN ('own', 'suggested', 'source')), position INTEGER NOT NULL,
      other_row INTEGER NOT NULL, distance REAL NOT NULL, label TEXT, source TEXT, cells TEXT NOT NULL,
      PRIMARY KEY (row_number, relation, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE decisions (
      number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, verdict TEXT NOT NULL
        CHECK (verdict IN ('release', 'confirm', 'undo')), reason TEXT NOT NULL,
      row_number INTEGER NOT NULL REFERENCES held_rows, fingerprint TEXT NOT NULL,
      undoes INTEGER REFERENCES decisions, carried_from TEXT, policy_sha256 TEXT, profile_sha256 TEXT,
      previous_hash TEXT NOT NULL, hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decisions_by_row ON decisions (row_number, number);
    CREATE INDEX decisions_undone ON decisions (undoes) WHERE undoes IS NOT NULL;
    """

  private static let views = """
    CREATE VIEW standing_decisions AS
      SELECT d.* FROM decisions d
      WHERE d.verdict <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.number)
        AND NOT EXISTS (
          SELECT 1 FROM decisions l
          WHERE l.row_number = d.row_number AND l.number > d.number AND l.verdict <> 'undo'
            AND NOT EXISTS (SELECT 1 FROM decisions v WHERE v.undoes = l.number));
    CREATE VIEW review AS
      SELECT h.row_number, h.file, h.line, h.id, h.source, h.label, h.suggested_label, h.score,
        h.p_value, h.q_value, h.detector,
        CASE s.verdict WHEN 'release' THEN 'released' WHEN 'confirm' THEN 'confirmed'
          ELSE 'undecided' END AS status,
        s.who AS decided_by, s.at AS decided_at, s.reason AS decided_because, s.number AS decision,
        (SELECT r."text" FROM reasons r WHERE r.row_number = h.row_number AND r.position = 1) AS why,
        CAST(h.bytes AS TEXT) AS "text", h.fingerprint
      FROM held_rows h LEFT JOIN standing_decisions s ON s.row_number = h.row_number;
    CREATE VIEW row_groups AS
      SELECT 'detector' AS kind, row_number, detector AS name FROM held_rows
      UNION ALL
      SELECT 'source', row_number, source FROM held_rows WHERE source IS NOT NULL
      UNION ALL
      SELECT 'flow', row_number, label || ' → ' || suggested_label FROM held_rows
        WHERE label IS NOT NULL AND suggested_label IS NOT NULL
      UNION ALL
      SELECT 'shared', row_number, detector || ': ' || "text" FROM reasons
        WHERE detector IN ('flood', 'trigger');
    CREATE VIEW groups AS
      SELECT g.kind, g.name, count(*) AS held, sum(h.score) / count(*) AS mean_score,
        sum(s.verdict IS NULL) AS undecided, sum(s.verdict IS 'release') AS released,
        sum(s.verdict IS 'confirm') AS confirmed
      FROM row_groups g JOIN held_rows h USING (row_number)
        LEFT JOIN standing_decisions s USING (row_number)
      GROUP BY g.kind, g.name HAVING count(*) > 1;
    """
}
