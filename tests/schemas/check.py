"""Checks the JSON Schemas in docs/schemas by another implementation, `jsonschema` of Python.

Each document that the project ships is accepted; each document of tests/data/refused*.txt that is
refused for its structure is refused. What a schema cannot say is listed in docs/schemas/README.md.
"""

import json
import pathlib
import re
import sys

from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEST = '{"id":"a","name":"A","attribute":"potency","unit":"%","acceptance":{"all":"NLT 70 %"}}'
HEAD = '"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P"'
# What a schema can see: types, members that are missing or unknown, codes, ids, formats.
STRUCTURE = [
    r" \[(unknown-member|wrong-type|wrong-format|unknown-code)\]$",
    r": is missing(; it has no default)? \[missing\]$",
    r"; an id is a lower-case letter",
    r": found no (lot|value|rejected term|accepted term|interim term|method|case).* \[empty\]$",
]


# What the reader takes, and a schema might not.
UNUSUAL = [
    '{"format":"release-criteria/lot/1","id":"L","product":"P","parameters":{"x-a\\nb":1},"results":[]}',
]


class Repeated(ValueError):
    """A key that stands twice, of which Python keeps only one."""


def unique(members):
    found = dict(members)
    if len(found) < len(members):
        raise Repeated
    return found


def read(text):
    try:
        return json.loads(text, object_pairs_hook=unique)
    except ValueError:
        return None


def schemas():
    found = {}
    for file in sorted((ROOT / "docs/schemas").glob("*.schema.json")):
        schema = json.loads(file.read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        found[schema["title"]] = Draft202012Validator(schema)
    return found


def shipped():
    """Documents that stand in files by themselves or line by line."""
    for text in UNUSUAL:
        yield "UNUSUAL", read(text)
    for folder in ("tests/data/documents", "examples"):
        for file in sorted((ROOT / folder).rglob("*.json*")):
            if "unusable" in file.name or "noise" in file.name:
                continue
            text = file.read_text("utf-8")
            for line in text.splitlines() if file.suffix == ".jsonl" else [text]:
                document = read(line)
                if isinstance(document, dict) and "format" in document:
                    yield file.relative_to(ROOT), document


def cases():
    """Documents with what is said of them."""
    kinds = {
        "refused.txt": None,
        "refused_histories.txt": "history",
        "refused_spec_tests.txt": "spec-tests",
        "campaigns_refused.txt": "campaign",
    }
    for name in kinds:
        text, said = None, []
        for line in (ROOT / "tests/data" / name).read_text("utf-8").splitlines() + ["# end"]:
            if line.startswith("! "):
                said.append(line[2:])
                continue
            if text is not None and said:
                yield name, text, said
            text, said = (None, []) if line.startswith("#") or not line else (line, [])


def whole(name, line):
    """The whole document of a case, and its format."""
    if name != "refused.txt":
        start = line.find("{")
        return (line[start:], None) if start >= 0 else (None, None)
    kind, _, part = line.partition(" ")
    specification = '{' + HEAD + ',"phases":%s,"rounding":"usp","tests":%s}'
    made = {
        "specification": lambda: part,
        "lot": lambda: part,
        "report": lambda: part,
        "tests": lambda: specification % ('["clinical"]', part),
        "phases": lambda: specification % (part, "[" + TEST + "]"),
        "test": lambda: specification % ('["clinical","commercial"]', "[" + part + "]"),
        "parts": lambda: '{' + HEAD + ',"phases":["clinical"],"rounding":"usp","strict":"exact",' + part + '}',
        "result": lambda: '{"format":"release-criteria/lot/1","id":"L","product":"P","results":[' + part + ']}',
    }
    kinds = {"lot": "lot", "result": "lot", "report": "report"}
    return (made[kind](), "release-criteria/%s/1" % kinds.get(kind, "specification")) if kind in made else (None, None)


def main():
    known, faults = schemas(), []
    accepted = refused = 0
    for place, document in shipped():
        validator = known.get(document["format"])
        if validator is None:
            continue
        error = next(validator.iter_errors(document), None)
        if error:
            faults.append(f"{place}: {error.json_path}: {error.message[:200]}")
        accepted += 1
    for name, line, said in cases():
        structural = [one for one in said if any(re.search(rule, one) for rule in STRUCTURE)]
        text, format_ = whole(name, line)
        document = read(text) if text else None
        if not structural or not isinstance(document, dict):
            continue
        validator = known.get(format_ or document.get("format"))
        if validator is None:
            continue
        if validator.is_valid(document):
            faults.append(f"{name}: accepted: {line[:300]}\n    " + "\n    ".join(structural))
        refused += 1
    print("\n".join(faults))
    print(f"{len(known)} schemas: {accepted} documents are accepted, {refused} refused")
    if faults or accepted < 20 or refused < 40 or len(known) < 10:
        sys.exit(1)


main()
