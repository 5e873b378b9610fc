#!/usr/bin/env python3
"""Plant known poison into the clean tables of this folder.

    python3 Datasets/plant.py            rewrite every planted file from clean.csv
    python3 Datasets/plant.py --check    rebuild in a temporary folder and compare; exit 1 on a difference

Every data set is a folder with `clean.csv` and `plan.json`.  The plan names the
files to make, the seed of each, and the attacks in the order they are carried
out.  For `X.csv` the truth is written to `X.truth.csv` (for `data.csv` to
`truth.csv`): one line for every row, counted from 1 without the header.

What the program promises:

* The same plan and the same `clean.csv` give the same bytes.  Random numbers
  come from numpy's `RandomState`, whose stream is frozen; means and deviations
  are summed with `math.fsum`, so they do not depend on the order of additions.
* A row that no attack has touched keeps its bytes, quotes and all.
* A planted number looks like its neighbours: as many decimals as the column
  writes at that magnitude, no trailing zeros where the column has none, and a
  multiple of 25 where the scale reads in steps of 25.
* Planted rows are altered where they stand or inserted at random places, so
  the order of the file tells nothing.

Needs Python 3.9 and numpy.
"""

import argparse
import hashlib
import json
import math
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

HOME = Path(__file__).resolve().parent
MISSING = {"", "?", "NA", "NaN"}
NUMBER = re.compile(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?")


# The table: raw fields, so that an untouched row keeps its bytes.


def records(text):
    """Split CSV text into records of raw fields, quotes kept."""
    row, start, quoted = [], 0, False
    for i, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        elif not quoted and c in ",\n":
            row.append(text[start:i])
            start = i + 1
            if c == "\n":
                yield row
                row = []
    if row or start < len(text):
        yield row + [text[start:]]


def bare(raw):
    """The value of a raw field."""
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


class Column:
    """What a numeric column looks like: its range, and how it writes numbers."""

    def __init__(self, texts, limits):
        values = [float(t) for t in texts]
        self.low, self.high = min(values), max(values)
        self.floor, self.ceiling = limits or (0.0 if self.low >= 0 else -math.inf, math.inf)
        self.written = Counter(texts)
        plain = [t for t in texts if "e" not in t.lower()]
        lengths = {}
        for text in plain:
            lengths.setdefault(self.magnitude(float(text)), []).append(len(text.partition(".")[2]))
        # The most that 95 % of them need: a few files hold numbers such as 8.2346800000000009.
        self.decimals = {size: sorted(n)[int(0.95 * (len(n) - 1))] for size, n in lengths.items()}
        self.trims = not any("." in t and t.endswith("0") for t in plain)
        self.unit = 10.0 ** -max(self.decimals.values())
        self.grain = math.gcd(*(round(v / self.unit) for v in values)) or 1

    @staticmethod
    def magnitude(value):
        return math.floor(math.log10(abs(value))) if value else 0

    def places(self, value):
        """Decimals the column writes at this magnitude; beyond those seen, the same significant digits."""
        size = self.magnitude(value)
        near = min(self.decimals, key=lambda s: (abs(s - size), s))
        return max(0, min(self.decimals[near] + near - size, max(self.decimals.values()))) if near != size \
            else self.decimals[size]

    def step(self, value):
        """The smallest change that shows in the text."""
        return max(10.0 ** -self.places(value), self.grain * self.unit)

    def write(self, value):
        value = min(max(value, self.floor), self.ceiling)
        if self.grain > 1:
            value = round(value / self.unit / self.grain) * self.grain * self.unit
        text = f"{value:.{self.places(value)}f}"
        if self.trims and "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text


class Table:
    """The clean table, and per class the centre and the deviation of each numeric column."""

    def __init__(self, path, plan):
        self.header, *self.rows = records(path.read_bytes().decode())
        self.raw_header = ",".join(self.header)
        self.names = [bare(h) for h in self.header]
        self.label = self.names.index(plan["label"])
        self.labels = sorted({row[self.label] for row in self.rows})
        kept = {self.label} | {self.names.index(name) for name in plan.get("keep", [])}
        self.columns, self.spread, self.levels = {}, {}, []
        for j, name in enumerate(self.names):
            texts = [row[j] for row in self.rows if bare(row[j]) not in MISSING]
            if j in kept or not texts:
                continue
            if not all(NUMBER.fullmatch(t) for t in texts):
                self.levels.append((j, sorted(set(texts))))
                continue
            self.columns[j] = Column(texts, plan.get("limits", {}).get(name, plan.get("limits", {}).get("*")))
            for label in self.labels:
                v = [float(r[j]) for r in self.rows if r[self.label] == label and bare(r[j]) not in MISSING]
                mean = math.fsum(v) / len(v)
                self.spread[j, label] = mean, math.sqrt(math.fsum((x - mean) ** 2 for x in v) / len(v))

    def number(self, row, j):
        return None if bare(row[j]) in MISSING else float(row[j])


# The draft: the table while it is being poisoned.


class Draft:
    """Rows with the attack that made each; insertions remember the row they stand before."""

    def __init__(self, table, seed):
        self.table, self.random = table, np.random.RandomState(seed)
        self.rows = [list(row) for row in table.rows]
        self.attack = [""] * len(self.rows)
        self.inserted = []

    def count(self, rate):
        """Rows to poison: the rate counts rows of the clean table."""
        return max(1, round(rate * len(self.rows)))

    def pick(self, count, allowed=lambda row: True):
        """Untouched rows at random, in random order."""
        free = [i for i, row in enumerate(self.rows) if not self.attack[i] and allowed(row)]
        if len(free) < count:
            raise SystemExit(f"plant: {count} rows asked for, {len(free)} allowed")
        return [free[i] for i in self.random.permutation(len(free))[:count]]

    def other(self, label):
        """A label other than this one, each equally likely."""
        choices = [c for c in self.table.labels if c != label]
        return choices[self.random.randint(len(choices))]

    def relabel(self, i, label, attack):
        self.rows[i][self.table.label] = label
        self.attack[i] = attack

    def insert(self, row, attack):
        self.inserted.append((self.random.randint(len(self.rows) + 1), self.random.random_sample(), row, attack))

    def finish(self):
        """All rows and their attacks in the order of the file."""
        before = {}
        for place, tie, row, attack in sorted(self.inserted, key=lambda x: x[:2]):
            before.setdefault(place, []).append((row, attack))
        out = []
        for i in range(len(self.rows) + 1):
            out += before.get(i, [])
            out += [(self.rows[i], self.attack[i])] if i < len(self.rows) else []
        return out


# The attacks.  Names are those of the truth files.


def flip_random(draft, rate):
    """Symmetric label noise: rows at random, each gets another label, all equally likely."""
    for i in draft.pick(draft.count(rate)):
        draft.relabel(i, draft.other(draft.rows[i][draft.table.label]), "flip_random")


def flip_pair(draft, rate, source, target):
    """Pair label noise: rows of one class get the label of one other class."""
    label = draft.table.label
    for i in draft.pick(draft.count(rate), lambda row: bare(row[label]) == source):
        draft.relabel(i, named(draft.table, target), "flip_pair")


def outlier_far(draft, rate, columns, near, far, levels=0):
    """New rows: a real row jittered, then some columns set `near` to `far` deviations from the class's mean.

    With `levels`, so many categorical fields also get any value of their column, rare ones as likely as common.
    """
    table, random = draft.table, draft.random
    for i in draft.pick(draft.count(rate)):
        row = list(table.rows[i])
        label, able = row[table.label], []
        for j, column in table.columns.items():
            mean, deviation = table.spread[j, label]
            value, shake = table.number(row, j), random.uniform(-0.2, 0.2)
            if value not in (None, column.floor, mean):
                row[j] = column.write(min(max(value + shake * deviation, column.low), column.high))
            sides = [s for s in (-1, 1) if column.floor <= mean + s * near * deviation <= column.ceiling]
            if deviation > 0 and sides:
                able.append((j, sides))
        for k in random.permutation(len(able))[: random.randint(columns[0], columns[1] + 1)]:
            j, sides = able[k]
            mean, deviation = table.spread[j, label]
            side = sides[random.randint(len(sides))]
            room = (table.columns[j].ceiling - mean if side > 0 else mean - table.columns[j].floor) / deviation
            row[j] = table.columns[j].write(mean + side * random.uniform(near, min(far, room)) * deviation)
        for k in random.permutation(len(table.levels))[:levels]:
            j, values = table.levels[k]
            row[j] = values[random.randint(len(values))]
        draft.insert(row, "outlier_far")


def backdoor_trigger(draft, rate, trigger, target):
    """Dirty-label backdoor: rows of other classes carry fixed rare values and the target's label."""
    table = draft.table
    cells = {table.names.index(name): value for name, value in trigger.items()}
    for j, value in cells.items():
        shown = sum(bare(row[j]) == value for row in table.rows)
        if j in table.columns:
            column = table.columns[j]
            if not column.low <= float(value) <= column.high or column.write(float(value)) != value:
                raise SystemExit(f"plant: {value} is no value that {table.names[j]} would hold")
        elif not shown:
            raise SystemExit(f"plant: {table.names[j]} never holds {value}")
        if shown > 0.05 * len(table.rows):
            raise SystemExit(f"plant: {value} is too common in {table.names[j]}")
    for i in draft.pick(draft.count(rate), lambda row: bare(row[table.label]) != target):
        for j, value in cells.items():
            draft.rows[i][j] = value
        draft.relabel(i, named(table, target), "backdoor_trigger")


def clone_flood(draft, rate, seeds, jitter):
    """New rows: a few real rows copied many times with a wrong label, last digits shaken."""
    table, random = draft.table, draft.random
    chosen = draft.pick(seeds)
    wrong = [draft.other(table.rows[i][table.label]) for i in chosen]
    for k in range(draft.count(rate)):
        row = list(table.rows[chosen[k % seeds]])
        for j, column in table.columns.items():
            value = table.number(row, j)
            if value:
                row[j] = column.write(value + random.randint(-jitter, jitter + 1) * column.step(value))
        row[table.label] = wrong[k % seeds]
        draft.insert(row, "clone_flood")


def source_attack(draft, rate, column, bad, share):
    """Random flips of which the given share stands in rows of one source."""
    j, label, total = draft.table.names.index(column), draft.table.label, draft.count(rate)
    inside = round(share * total)
    victims = draft.pick(inside, lambda row: bare(row[j]) == bad)
    victims += draft.pick(total - inside, lambda row: bare(row[j]) != bad)
    for i in victims:
        draft.relabel(i, draft.other(draft.rows[i][label]), "source_attack")


ATTACKS = {f.__name__: f for f in
           (flip_random, flip_pair, outlier_far, backdoor_trigger, clone_flood, source_attack)}


def named(table, value):
    """The label as the file writes it."""
    return next(raw for raw in table.labels if bare(raw) == value)


# The files.


def truth_name(stem):
    return "truth.csv" if stem == "data" else f"{stem}.truth.csv"


def plant(folder, out):
    """Write every planned file of one data set; returns the attacks counted per file."""
    plan = json.loads((folder / "plan.json").read_text())
    table = Table(folder / "clean.csv", plan)
    counts = {"clean": (len(table.rows), Counter())}
    for stem, task in plan["files"].items():
        draft = Draft(table, task["seed"])
        for step in task["attacks"]:
            options = {k: v for k, v in step.items() if k != "attack"}
            ATTACKS[step["attack"]](draft, **options)
        done = draft.finish()
        lines = [table.raw_header] + [",".join(row) for row, _ in done]
        truth = ["row,poisoned,attack"]
        truth += [f"{i},{int(bool(a))},{a or 'none'}" for i, (_, a) in enumerate(done, 1)]
        (out / f"{stem}.csv").write_bytes(("\n".join(lines) + "\n").encode())
        (out / truth_name(stem)).write_bytes(("\n".join(truth) + "\n").encode())
        counts[stem] = len(done), Counter(a for _, a in done if a)
    (out / "DATASET.md").write_text(describe(folder, out, plan, counts))
    return table, counts


def replace_block(path, body):
    """The page with the text between its two `planted` marks replaced."""
    head, rest = path.read_text().split("<!-- planted: begin -->\n")
    return f"{head}<!-- planted: begin -->\n{body}\n<!-- planted: end -->{rest.split('<!-- planted: end -->')[1]}"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def describe(folder, out, plan, counts):
    """DATASET.md with its tables of attacks and hashes brought up to date."""
    body = ["| File | Rows | Seed | Attack | Planted | Parameters |", "|---|---:|---:|---|---:|---|"]
    hashes = ["| File | SHA-256 |", "|---|---|", f"| `clean.csv` | `{sha256(folder / 'clean.csv')}` |"]
    for stem, task in plan["files"].items():
        rows, planted = counts[stem]
        for step in task["attacks"]:
            options = ", ".join(f"{k} {json.dumps(v)}" for k, v in step.items() if k != "attack")
            name = step["attack"]
            body.append(f"| `{stem}.csv` | {rows} | {task['seed']} | `{name}` | {planted[name]} | {options} |")
        hashes += [f"| `{n}` | `{sha256(out / n)}` |" for n in (f"{stem}.csv", truth_name(stem))]
    return replace_block(folder / "DATASET.md", "\n".join(body + [""] + hashes))


def overview(made):
    """Datasets/README.md with its table of sets brought up to date."""
    body = ["| Set | Rows | Columns | Classes | Missing | Label | Planted files (poisoned rows) |",
            "|---|---:|---:|---:|---:|---|---|"]
    for name, (table, counts) in made.items():
        cells = [bare(v) in MISSING for row in table.rows for v in row]
        files = ", ".join(f"`{stem}.csv` ({sum(c.values())})" for stem, (_, c) in counts.items() if stem != "clean")
        body.append(f"| [{name}]({name}/DATASET.md) | {len(table.rows)} | {len(table.names)} | {len(table.labels)} "
                    f"| {sum(cells) / len(cells):.1%} | `{table.names[table.label]}` | {files} |")
    return replace_block(HOME / "README.md", "\n".join(body))


def main():
    parser = argparse.ArgumentParser(description="Plant known poison into the clean tables of this folder.")
    parser.add_argument("--check", action="store_true", help="rebuild in a temporary folder and compare the bytes")
    checking = parser.parse_args().check
    folders = sorted(p.parent for p in HOME.glob("*/plan.json"))
    made, different = {}, 0
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) if checking else HOME
        for folder in folders:
            out = root / folder.name
            out.mkdir(exist_ok=True)
            made[folder.name] = plant(folder, out)
        (root / "README.md").write_text(overview(made))
        if checking:
            paths = sorted(p.relative_to(root) for p in root.rglob("*") if p.is_file())
            for path in paths:
                theirs = HOME / path
                if not theirs.is_file() or theirs.read_bytes() != (root / path).read_bytes():
                    different += 1
                    print(f"different: {path}")
            known = {str(p) for p in paths} | {f"{f.name}/clean.csv" for f in folders}
            for path in sorted(str(p.relative_to(HOME)) for p in HOME.glob("*/*.csv")):
                if path not in known:
                    different += 1
                    print(f"not planned: {path}")
            print(f"{len(paths)} files rebuilt, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
