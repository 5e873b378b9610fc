"""Reads a report with a reader that is not ours: read.py NAME FILE HELD. Status 1 where the reader refuses it."""

import json
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def sarif(path, held):
    from jsonschema import Draft4Validator
    from sarif import loader
    from sarif_pydantic import Sarif

    with open(path) as file:
        text = file.read()
    with open(Path(__file__).with_name("sarif-schema-2.1.0.json")) as file:
        Draft4Validator(json.load(file)).validate(json.loads(text))
    log = Sarif.model_validate_json(text)
    results = log.runs[0].results
    assert len(results) == held, f"{len(results)} results"
    assert all(r.message.text for r in results), "a result without words"
    assert all(r.level.value == "error" for r in results), "levels"
    records = loader.load_sarif_file(path).get_records()
    assert len(records) == held, f"{len(records)} records"
    assert all(r["Severity"] == "error" and int(r["Line"]) > 1 for r in records), "records"


def avid(path, held):
    from avidtools.datamodels.report import Report

    with open(path) as file:
        value = json.load(file)
    report = Report(**value)
    assert report.impact.avid.sep_view[0].value == "S0601: Ingest Poisoning"
    assert report.metrics[0].results["held"] == held


def in_toto(path, held):
    from google.protobuf import json_format
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.statement import Statement

    with open(path) as file:
        message = json_format.Parse(file.read(), statement_pb2.Statement())
    statement = Statement.copy_from_pb(message)
    statement.validate()
    assert message.subject[0].name == "clean.csv"
    assert message.predicate["result"] == ("FAILED" if held else "PASSED")


def openmetrics(path, held):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
    from prometheus_client.parser import text_string_to_metric_families as classic

    with open(path) as file:
        text = file.read()
    for parse in (strict, classic):
        values = {s.name: s.value for f in parse(text) for s in f.samples if not s.labels}
        assert values["taster_held_rows"] == held, values


def junit(path, held):
    suite = xml.parse(path).getroot().find("testsuite")
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests"))
    failures = [c for c in cases if c.find("failure") is not None]
    assert len(failures) == int(suite.get("failures")) and bool(failures) == (held > 0)


READERS = {"sarif": sarif, "avid": avid, "in-toto": in_toto, "openmetrics": openmetrics, "junit": junit}

if __name__ == "__main__":
    try:
        READERS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
    except Exception as error:  # Whatever a reader throws is its refusal.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)
