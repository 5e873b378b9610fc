"""Reads a report with a reader that is not ours; status 1 where the reader refuses it.

    read.py NAME FILE HELD           of a scan that holds so many rows
    read.py NAME FILE HELD stream    of a filter
    read.py NAME FILE compared       of a comparison that finds planted rows and is violated by them
"""

import json
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def sarif(path, held, kind):
    from jsonschema import Draft4Validator
    from sarif import loader
    from sarif_pydantic import Sarif

    with open(path) as file:
        text = file.read()
    with open(Path(__file__).with_name("sarif-schema-2.1.0.json")) as file:
        Draft4Validator(json.load(file)).validate(json.loads(text))
    log = Sarif.model_validate_json(text)
    results = log.runs[0].results
    rows = [r for r in results if r.locations and r.locations[0].physical_location.region]
    if kind == "scan":
        assert len(results) == held, f"{len(results)} results"
    elif kind == "stream":
        assert len(rows) == held, f"{len(rows)} rows"
    else:
        assert 0 < len(rows) <= 100 and {r.rule_id for r in results} >= {"planted", "rows"}, len(rows)
    assert all(r.message.text for r in results), "a result without words"
    assert all(r.level.value == "error" for r in rows), "levels"
    records = loader.load_sarif_file(path).get_records()
    assert len(records) == len(results), f"{len(records)} records"
    told = [r for r in records if r["Severity"] == "error" and int(r["Line"]) > 1]
    assert len(told) == len(rows), f"{len(told)} records with lines"


def avid(path, held, kind):
    from avidtools.datamodels.report import Report

    with open(path) as file:
        value = json.load(file)
    report = Report(**value)
    assert report.impact.avid.sep_view[0].value == "S0601: Ingest Poisoning"
    if kind == "compared":
        assert report.metrics[0].results["contradicted"] > 0
    else:
        assert report.metrics[0].results["held"] == held


def in_toto(path, held, kind):
    from google.protobuf import json_format
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.statement import Statement

    with open(path) as file:
        message = json_format.Parse(file.read(), statement_pb2.Statement())
    statement = Statement.copy_from_pb(message)
    statement.validate()
    names = {"scan": "clean.csv", "stream": "standard output", "compared": "new.csv"}
    assert message.subject[0].name == names[kind], message.subject[0].name
    assert message.predicate["result"] == ("FAILED" if held else "PASSED")


def openmetrics(path, held, kind):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
    from prometheus_client.parser import text_string_to_metric_families as classic

    with open(path) as file:
        text = file.read()
    for parse in (strict, classic):
        values = {s.name: s.value for f in parse(text) for s in f.samples if not s.labels}
        if kind == "compared":
            assert values["taster_policy_met"] == 0, values
        else:
            assert values["taster_held_rows"] == held, values


def junit(path, held, kind):
    suite = xml.parse(path).getroot().find("testsuite")
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests"))
    failures = [c for c in cases if c.find("failure") is not None]
    assert len(failures) == int(suite.get("failures")) and bool(failures) == (held > 0)


READERS = {"sarif": sarif, "avid": avid, "in-toto": in_toto, "openmetrics": openmetrics, "junit": junit}

if __name__ == "__main__":
    try:
        name, path, held, *kind = sys.argv[1:]
        if held == "compared":
            held, kind = 1, ["compared"]
        READERS[name](path, int(held), kind[0] if kind else "scan")
    except Exception as error:  # Whatever a reader throws is its refusal.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)
