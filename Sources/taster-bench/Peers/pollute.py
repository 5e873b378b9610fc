"""What `taster normalize` makes of the pollutions of the Pollock benchmark, planted in a table made here.

    pollute.py TASTER [EVERY]     EVERY: only each so manieth of the files with one bad row (1)

Kinds after Vitagliano et al., "Pollock: A Data Loading Benchmark", PVLDB 16(8), 2023, doi:10.14778/3594512.3594518. The
table is not theirs, so the scores are not theirs either; the measure is: of a file, success and the precision, recall and
F1 of header, records and cells, 10 in all. Nothing is told to the program.
"""
import collections
import csv
import io
import os
import random
import subprocess
import sys
import tempfile

WORDS = "hiking boots of full grain leather with a padded collar for long days on stony paths".split()


def table():
    dice = random.Random(5)
    rows = [["DAY", "TIME", "QTY", "CODE", "PRICE", "KIND", "TEXT", "LINK", "NOTE"]]
    for i in range(84):
        kind = dice.choice(["Men's Boots", "Shoes, Low", 'Table, Round 48"', "Kids' Cap", "Tee"])
        text = " ".join(dice.choice(WORDS) for _ in range(dice.randint(5, 20))) + dice.choice(["", ", too."])
        rows.append(
            [f"{i % 28 + 1:02}/0{i % 9 + 1}/2018", f"{i % 24:02}:{i % 60:02}", str(i % 7), f"AB-{1000 + 37 * i}",
             f"${i * 3.7 + 1:.2f}", kind, text, f"https://www.example.com/{i}.html", ""]
        )
    return rows


def cell(text, delimiter, quote, escape, always):
    if always or any(c in text for c in (delimiter[0], quote, "\n")):
        return quote + text.replace(quote, (escape or quote) + quote) + quote
    return text


def cells(rows, delimiter=",", quote='"', escape=None):
    return [[cell(text, delimiter, quote, escape, j in (6, 7)) for j, text in enumerate(row)] for row in rows]


def written(rows, delimiter=",", end="\r\n"):
    return "".join(delimiter.join(row) + end for row in rows)


def pollutions(every):
    rows = table()
    plain = cells(rows)
    yield "source", written(plain), rows
    yield "line feed", written(plain, end="\n"), rows
    yield "carriage return", written(plain, end="\r"), rows
    yield "no trailing newline", written(plain)[:-2], rows
    yield "double trailing newline", written(plain) + "\r\n", rows
    yield "no header", written(plain[1:]), rows[1:]
    yield "header only", written(plain[:1]), rows[:1]
    yield "one data row", written(plain[:2]), rows[:2]
    for delimiter, name in ((";", "semicolon"), ("\t", "tab"), (", ", "comma and space"), ("|", "bar")):
        yield f"delimiter: {name}", written(cells(rows, delimiter), delimiter), rows
    yield "quote: single", written(cells(rows, quote="'")), rows
    yield "escape: backslash", written(cells(rows, escape="\\")), rows
    yield "preamble, delimited", "PREAMBLE,,,,,,,,\r\n,,,,,,,,\r\n" + written(plain), rows
    yield "preamble, bare", "PREAMBLE\r\n\r\n" + written(plain), rows
    for k in (2, 3):
        joined = [[" ".join([name] * k) for name in rows[0]]] + rows[1:]
        yield f"header of {k} equal lines", written(plain[:1] * k + plain[1:]), joined
    for encoding in ("utf-8-sig", "utf-16", "utf-32", "utf-16-le", "latin-1"):
        accented = [[text.replace("Caf", "Café").replace("Tee", "Téé") for text in row] for row in rows]
        yield f"encoding: {encoding}", written(cells(accented)).encode(encoding), accented
    number = 0
    for i in range(len(rows)):
        for j in range(9):
            number += 1
            if number % every:
                continue
            bad = [list(row) for row in plain]
            bad[i][j] = '"' + bad[i][j]
            want = [list(row) for row in rows]
            want[i][j] = '"' + want[i][j]
            yield "a quote too many in a row", written(bad), want
            more = [list(row) for row in plain]
            more[i].insert(j, "")
            yield "a delimiter too many in a row", written(more), rows[:i] + [rows[i][:j] + [""] + rows[i][j:]] + rows[i + 1:]
        if i % every == 0:
            odd = [",".join(row) for row in plain]
            odd[i] = ";".join(cells([rows[i]], ";")[0])
            yield "another delimiter in a row", "\r\n".join(odd) + "\r\n", rows


def score(want, got):
    if got is None:
        return 0

    def measures(a, b):
        a, b = collections.Counter(a), collections.Counter(b)
        common = sum((a & b).values())
        if not a:
            return 3
        if not common:
            return 0
        p, r = common / sum(a.values()), common / max(sum(b.values()), 1)
        return p + r + 2 * p * r / (p + r)

    flat = lambda rows: [text for row in rows for text in row]
    return (
        1 + measures(want[0], got[0] if got else []) + measures(map(tuple, want[1:]), map(tuple, got[1:]))
        + measures(flat(want[1:]), flat(got[1:]))
    )


def normalized(taster, data):
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data if isinstance(data, bytes) else data.encode())
        file.flush()
        run = subprocess.run([taster, "normalize", "-q", "--no-config", file.name], capture_output=True)
    if run.returncode:
        return None
    return list(csv.reader(io.StringIO(run.stdout.decode("utf-8", "replace"), newline="")))


if __name__ == "__main__":
    scores = collections.defaultdict(list)
    for kind, data, want in pollutions(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        scores[kind].append(score(want, normalized(os.path.abspath(sys.argv[1]), data)))
    for kind, values in scores.items():
        print(f"{kind:32} {len(values):5} files, {sum(v > 9.9999 for v in values):5} perfect, mean {sum(values) / len(values):.4f}")
    every = [value for values in scores.values() for value in values]
    print(f"{'all':32} {len(every):5} files, {sum(v > 9.9999 for v in every):5} perfect, mean {sum(every) / len(every):.4f}")
