"""How public readers read CSV files, at their defaults.

    read_csv.py rows pandas|polars|pyarrow|duckdb FILE RESULT     writes rows and seconds of the processor, or the error
    read_csv.py tables pandas|polars|pyarrow|duckdb LIST RESULT   writes a line of JSON a file of LIST: header and rows
    read_csv.py speed pandas|polars|pyarrow|duckdb FILE RESULT THREADS    writes rows and seconds on so many threads

Seconds are those of the call that reads, on one thread unless told, without starting Python or loading the library. For
`speed` pyarrow is told that line ends may stand in quotes.
"""
import json
import os
import sys
import time

THREADS = int(sys.argv[5]) if len(sys.argv) > 5 else 1
os.environ["POLARS_MAX_THREADS"] = str(THREADS)


def reader(tool):
    """Reads a file; says how many rows there are, and the table as lists of texts."""
    if tool == "pandas":
        import pandas as pd

        def read(path, texts):
            table = pd.read_csv(path, **({"dtype": str, "keep_default_na": False} if texts else {}))
            return len(table), lambda: [list(table.columns)] + table.fillna("").values.tolist()

    elif tool == "polars":
        import polars as pl

        def read(path, texts):
            table = pl.read_csv(path, infer_schema=not texts)
            return table.height, lambda: [table.columns] + [list(row) for row in table.rows()]

    elif tool == "pyarrow":
        import pyarrow as pa
        from pyarrow import csv

        def read(path, texts):
            pa.set_cpu_count(THREADS)
            options = csv.ReadOptions(use_threads=THREADS > 1)
            parse = csv.ParseOptions(newlines_in_values=sys.argv[1] == "speed")
            convert = None
            if texts:
                names = csv.open_csv(path).schema.names
                convert = csv.ConvertOptions(column_types={name: pa.string() for name in names})
            table = csv.read_csv(path, read_options=options, parse_options=parse, convert_options=convert)
            columns = lambda: [column.to_pylist() for column in table.columns]
            return table.num_rows, lambda: [table.column_names] + [list(row) for row in zip(*columns())]

    else:
        import duckdb

        def read(path, texts):
            connection = duckdb.connect(config={"threads": THREADS})
            connection.execute(
                "create table t as select * from read_csv(?, all_varchar=?)", [path, texts]
            )
            rows = connection.execute("select count(*) from t").fetchone()[0]

            def table():
                found = connection.execute("select * from t")
                return [[column[0] for column in found.description]] + [list(row) for row in found.fetchall()]

            return rows, table

    return read


if __name__ == "__main__":
    mode, tool, path, result = sys.argv[1:5]
    read = reader(tool)
    with open(result, "w") as file:
        if mode in ("rows", "speed"):
            answer = {"rows": None, "cpu": None}
            try:
                start, wall = time.process_time(), time.perf_counter()
                rows, table = read(path, False)
                answer = {"rows": rows, "cpu": time.process_time() - start, "wall": time.perf_counter() - wall}
            except Exception as error:
                answer["error"] = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            file.write(json.dumps(answer) + "\n")
        else:
            for name in open(path).read().splitlines():
                try:
                    table = [["" if cell is None else str(cell) for cell in row] for row in read(name, True)[1]()]
                except Exception:
                    table = None
                file.write(json.dumps(table) + "\n")
