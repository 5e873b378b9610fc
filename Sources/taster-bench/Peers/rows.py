"""Rows that differ between two CSV files with a column `id`, by a public tool.

    rows.py duckdb|datacompy OLD NEW CHANGES     writes id,kind a line: went, came or changed
"""
import sys


def duckdb(old, new, changes):
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 1")
    names = [row[0] for row in base.execute(f"DESCRIBE SELECT * FROM read_csv('{old}')").fetchall()]
    differ = " OR ".join(f'o."{n}" IS DISTINCT FROM n."{n}"' for n in names if n != "id")
    base.execute(
        f"""COPY (
          SELECT coalesce(o.id, n.id) AS id,
            CASE WHEN n.id IS NULL THEN 'went' WHEN o.id IS NULL THEN 'came' ELSE 'changed' END AS kind
          FROM read_csv('{old}') o FULL OUTER JOIN read_csv('{new}') n ON o.id = n.id
          WHERE o.id IS NULL OR n.id IS NULL OR {differ}
        ) TO '{changes}' (FORMAT csv, HEADER false)"""
    )


def datacompy(old, new, changes):
    import datacompy
    import pandas as pd

    found = datacompy.PandasCompare(pd.read_csv(old), pd.read_csv(new), join_columns="id")
    with open(changes, "w") as out:
        for kind, rows in (
            ("went", found.df1_unq_rows),
            ("came", found.df2_unq_rows),
            ("changed", found.all_mismatch()),
        ):
            out.writelines(f"{i},{kind}\n" for i in rows["id"])


if __name__ == "__main__":
    tool, *files = sys.argv[1:]
    {"duckdb": duckdb, "datacompy": datacompy}[tool](*files)
