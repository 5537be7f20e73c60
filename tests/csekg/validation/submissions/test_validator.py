"""A user's own file: read row by row, put into the dataset, and judged by its own rows only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg.answers.quality.quality import in_language
from csekg.dataset.cache import changeable, open_store
from csekg.errors import CsekgError
from csekg.languages.current import speaking
from csekg.sparql.store import QueryEngine
from csekg.validation import Report, read_shapes, shapes_dir, validate
from csekg.validation.reports import sentence
from csekg.validation.shapes import Severity
from csekg.validation.submissions.submission import Form, Submission, TooManyActsError
from csekg.validation.submissions.validator import MOST_ACTS, validate_bytes, validate_file
from tests.command import cache_in
from tests.lean import lean
from tests.records import all_facts

FEW = Path(__file__).parents[1] / "few"
HEADER = "treaty,actor,kind,date,in_force_on,signed_on\n"
TURTLE = """
@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix state: <https://w3id.org/csekg/id/state/> .
@prefix instrument: <https://w3id.org/csekg/id/instrument/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DEEP = 30_000
OPENED = "<a:b> <a:b> " + "<<( <a:b> <a:b> " * DEEP
Check = Callable[..., Report]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[QueryEngine]:
    with cache_in(tmp_path_factory.mktemp("cache"), lean(dataset)):
        yield open_store()


@pytest.fixture
def check(tmp_path: Path, kept: QueryEngine) -> Check:
    shapes = read_shapes(FEW)

    def run(text: str | bytes, name: str = "mine.csv") -> Report:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return validate_file(file, partial(changeable, kept), lambda store, _: validate(store, shapes))

    return run


def sentences(report: Report) -> list[str]:
    return [sentence(finding) for finding in report.findings]


def test_what_is_right_gives_no_finding(check: Check) -> None:
    report = check(
        HEADER + "opsc,FRA,ratification,2003-02-05,2003-03-05,2000-09-06\n"
        "CRC,france,ratification,1990-08-07,1990-09-06,1990-01-26\n"
        "crc,Allemagne,ratification,1992-03-06,1992-04-05,\n"
    )
    assert sentences(report) == []
    assert len(report.shapes) == len(read_shapes(FEW)) + 5


def test_a_wrong_sum_is_shown_with_its_line(check: Check) -> None:
    assert sentences(check(HEADER + "crc,DEU,ratification,1992-03-06,1992-04-06,\n")) == [
        "line 2: Germany, CRC: Art. 49: deposit on 6 Mar 1992; 6 Mar 1992 + 30 days = 5 Apr 1992. Stated: 6 Apr 1992."
    ]


def test_only_the_rows_of_the_file_are_reported(check: Check) -> None:
    # The shipped dataset has other findings with these shapes.
    assert sentences(check(HEADER + "cyber,FRA,signature,2025-10-25,,\n")) == []


def test_rows_are_seen_together_and_with_the_dataset(check: Check) -> None:
    protocol = "tip,Congo,accession,2019-05-04,2019-06-03,\n"
    assert sentences(check(HEADER + protocol)) == [
        "line 2: Congo is no party to UNTOC, and so cannot join Trafficking Protocol."
    ]
    assert sentences(check(HEADER + protocol + "untoc,COG,accession,2019-05-04,,\n")) == []


def test_two_consents_of_one_state_are_both_told(check: Check) -> None:
    first, second = "crc,DEU,ratification,1992-03-06,,\n", "crc,DEU,accession,1993-03-06,,\n"
    assert sentences(check(HEADER + first + second)) == [
        "line 2: Germany consented twice to CRC.",
        "line 3: Germany consented twice to CRC.",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("untoc,Freedonia,accession,2010-01-01,,", "line 2: unknown State 'Freedonia'. Did"),
        ("untoc,Belgum,accession,2010-01-01,,", "Did you mean Belgium"),
        ("opsk,FRA,ratification,2003-02-05,,", "unknown treaty 'opsk'. Did you mean opsc"),
        ("opsc,FRA,ratificacion,2003-02-05,,", "unknown kind of action 'ratificacion'. Did"),
        ("opsc,FRA,ratification,2003-02-05Z,,", "date '2003-02-05Z' has a time zone"),
        ("opsc,FRA,ratification,2003-02-05,2003-03-05+01:00,", "in_force_on '2003-03-05+01:00'"),
        ("opsc,FRA,ratification,5 Feb 2003,,", "date '5 Feb 2003' is no date. Write a day as 2003"),
        ("opsc,FRA,ratification,2003-02-30,,", "date '2003-02-30' is no date"),
        ("opsc,FRA,ratification,,,", "the row gives no act: kind and date, or signed_on."),
        ("opsc,FRA", "the row gives no act"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_finding(check: Check, row: str, message: str) -> None:
    report = check(HEADER + row + "\n")
    assert [message in line for line in sentences(report)] == [True], sentences(report)
    assert report.violations


def test_a_signature_takes_no_effect(check: Check) -> None:
    # A day of entry into force beside a signature must not turn the signature into a consent.
    assert sentences(check(HEADER + "opsc,FRA,signature,2000-09-06,2003-04-05,\n")) == []


def test_every_fault_of_a_row_is_told(check: Check) -> None:
    assert len(sentences(check(HEADER + "x,Freedonia,y,z,,\n"))) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.csv is empty. The first line names the columns: treaty,actor,kind,date"),
        ("treaty,state,kind,date\n", "wrong header: 'state'"),
        ("treaty,actor,kind\n", "the header lacks date"),
        ("treaty;actor;kind;date\n", "wrong header: 'treaty;actor;kind;date'"),
        ("treaty,actor,kind,date,date\n", "wrong header: 'date'"),
        (HEADER + 'crc,"DEU,ratification\n', "no CSV: unexpected end of data"),
        (HEADER + "crc,DEU\nopsc,FRA\n\n crc,DEU ,\n", "mine.csv:5: the row is equal to that in line 2"),
        (HEADER + "crc,DEU,ratification,1992-03-06\n" * 100_000, "mine.csv:3: the row is equal"),
        (HEADER + "crc,DEU,ratification,1992-03-06\n" * 500_000, "mine.csv has more than 5,000,000 bytes"),
        (HEADER + "".join(f"crc,{n}\n" for n in range(5_001)), "at most 5,000 treaty actions"),
        (
            HEADER + "".join(f"crc,DEU,,,,{year}-01-01\n" for year in range(1949, 2000)),
            "DEU has more than 50 acts under crc",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no UTF-8 text"),
        (b"treaty\0,actor", "no text file"),
    ],
)
def test_a_file_that_is_no_table_is_an_error_before_anything_is_built(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CsekgError, match=message):
        validate_file(file, untouched, no_validator)


def test_a_file_must_exist_and_be_of_a_known_kind(check: Check, tmp_path: Path) -> None:
    for name in ("mine.xlsx", "mine.jsonld", "mine.nt", "mine.rdf"):
        with pytest.raises(CsekgError, match=r"or Turtle \(.ttl\) file.*rdfpipe -o turtle FILE.*a sheet as CSV"):
            check("", name)
    (tmp_path / "zeros.csv").symlink_to("/dev/zero")
    with pytest.raises(CsekgError, match=r"zeros\.csv has more than 5,000,000 bytes"):
        validate_file(tmp_path / "zeros.csv", untouched, no_validator)
    with pytest.raises(CsekgError, match="cannot read"):
        validate_file(tmp_path / "none.csv", untouched, no_validator)


def test_a_mark_at_the_start_and_blank_lines_do_no_harm(check: Check) -> None:
    report = check("\ufeff" + HEADER + "\ncrc, DEU ,Ratification,1992-03-06,1992-04-05,\n\n")
    assert sentences(report) == []


def test_as_many_rows_as_are_taken_are_no_trouble(check: Check) -> None:
    rows = {
        f"{a.treaty},{a.actor},{a.kind},{a.on},,\n"
        for a in all_facts().acts
        if a.on and not a.dismissed and a.kind not in ("", "party", "signature")
    }
    report = check(HEADER + "".join(sorted(rows)[:MOST_ACTS]))
    assert all(finding.line for finding in report.findings)


def test_turtle_is_judged_like_a_table(check: Check) -> None:
    report = check(
        TURTLE + "[] a cse:Ratification ; cse:actor state:DEU ; cse:treaty instrument:crc ; "
        'cse:date "1992-03-06"^^xsd:date ; cse:entersIntoForceOn "1992-04-06"^^xsd:date ; '
        'cse:computedEntryIntoForce "1992-04-06"^^xsd:date .\n'
        "<#a> a cse:Accession ; cse:actor state:COG ; cse:treaty instrument:tip ; "
        'cse:date "2019-05-04"^^xsd:date .\n'
        "<#b> a cse:Signature ; cse:actor state:XYZ ; cse:treaty instrument:opsk .\n"
        "<#c> a cse:Signature ; cse:actor state:FRA ; cse:treaty instrument:cyber ; "
        'cse:date "2025-10-25Z"^^xsd:date .\n',
        "mine.ttl",
    )
    assert [line[:52] for line in sentences(report)] == [
        "Germany, CRC: Art. 49: deposit on 6 Mar 1992; 6 Mar ",
        "Congo is no party to UNTOC, and so cannot join Traff",
        "unknown State state:XYZ. Did you mean state:ZWE, sta",
        "unknown treaty instrument:opsk. Did you mean instrum",
        "France, UN Cybercrime Convention: signature, day not",
    ]
    assert {f.focus.value.rpartition("/")[2] for f in report.findings} == {
        "submission#node-1",
        "submission#a",
        "submission#b",
        "submission#c",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a> <b>", "mine.ttl: no Turtle"),
        ("", "describes no treaty action"),
        ("<urn:a> <urn:b> <urn:c> .", "describes no treaty action"),
        ("[] <a:b> <<( <a:b> <c:d> <e:f> )>> .", "mine.ttl: a triple stands where a node"),
        # Triples within triples are refused before their parser ends the process; marks in a text are none.
        (OPENED, "mine.ttl: a triple stands where a node"),
        (OPENED + "1" + " )>>" * DEEP + " .", "mine.ttl: a triple stands where a node"),
        ('<a:b> <a:b> "' + "<<" * 1000 + '" .', "describes no treaty action"),
    ],
)
def test_a_turtle_file_without_actions_is_an_error(check: Check, text: str, message: str) -> None:
    with pytest.raises(CsekgError, match=message):
        check(text, "mine.ttl")


@pytest.mark.parametrize("column", ["date", "in_force_on", "signed_on"])
@pytest.mark.parametrize("day", ["9999-12-31", "9001-01-01"])
def test_a_day_that_no_period_can_begin_on_is_named_with_its_line(check: Check, column: str, day: str) -> None:
    days = {"date": "2003-02-05", "in_force_on": "", "signed_on": "", column: day}
    report = check(HEADER + f"opsc,FRA,ratification,{','.join(days.values())}\n")
    assert sentences(report) == [f"line 2: {column} '{day}' is too late: no day after 9000-12-31 can be computed with."]


@pytest.mark.parametrize("name", ["date", "entersIntoForceOn"])
def test_such_a_day_in_turtle_is_named_with_its_property(check: Check, name: str) -> None:
    days = {"date": "2003-02-05", "entersIntoForceOn": "2003-03-05", name: "9999-12-31"}
    facts = " ; ".join(f'cse:{key} "{day}"^^xsd:date' for key, day in days.items())
    act = f"[] a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor state:FRA ; {facts} ."
    (finding,) = check(TURTLE + act, "mine.ttl").findings
    assert f"cse:{name} '9999-12-31' is too late" in finding.message


@pytest.mark.parametrize("day", ["0001-01-01", "9000-12-31"])
def test_every_other_day_can_be_computed_with(check: Check, day: str) -> None:
    rows = (f"{treaty},FRA,ratification,{day},{day},{day}\n" for treaty in all_facts().treaties)
    assert "too late" not in str(sentences(check(HEADER + "".join(rows))))


def test_more_actions_than_wanted_are_refused_before_the_dataset_is_asked_for() -> None:
    act = "[] a cse:Accession ; cse:treaty instrument:opsc ; cse:actor state:FRA .\n"
    rows = "".join(f"opsc,FRA,signature,2000-09-0{day},,\n" for day in (6, 7, 8))
    for content, form in ((HEADER + rows, Form.csv), (TURTLE + act * 3, Form.turtle)):
        with pytest.raises(TooManyActsError, match="at most 2 treaty actions"):
            validate_bytes(content.encode(), form, "it", untouched, no_validator, 2)
        with pytest.raises(AssertionError, match="asked for"):
            validate_bytes(content.encode(), form, "it", untouched, no_validator, 3)
    days = ", ".join(f'"200{year}-01-01"^^xsd:date' for year in range(2))
    several = act.replace(" .", f" , instrument:opac ; cse:date {days} .")
    with pytest.raises(TooManyActsError):
        validate_bytes((TURTLE + several).encode(), Form.turtle, "it", untouched, no_validator, 3)
    with pytest.raises(CsekgError, match="FRA has more than 50 acts under opsc"):
        validate_bytes((TURTLE + act * 51).encode(), Form.turtle, "it", untouched, no_validator)


def untouched() -> ox.Store:
    raise AssertionError("the dataset is asked for")


def no_validator(*_: object) -> Report:
    raise AssertionError("nothing is to be validated")


@pytest.fixture
def violations(tmp_path: Path, kept: QueryEngine) -> Callable[..., list[str]]:
    """The violations that all published shapes find in a user's file."""
    shapes = read_shapes(shapes_dir())

    def run(text: str, name: str) -> list[str]:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        report = validate_file(file, partial(changeable, kept), lambda store, _: validate(store, shapes))
        return [sentence(each) for each in report.findings if each.severity is Severity.violation]

    return run


@pytest.mark.parametrize("label", ["", 'rdfs:label "France ratifies"@en ;'])
def test_an_act_with_an_english_name_of_its_own_is_right(violations: Callable[..., list[str]], label: str) -> None:
    text = (
        TURTLE
        + f"""@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <urn:mine> a cse:Ratification ; {label} cse:actor state:FRA ; cse:treaty instrument:opsc ;
            cse:date "2003-02-05"^^xsd:date ."""
    )
    assert violations(text, "mine.ttl") == []


@pytest.mark.parametrize(("kind", "is_right"), [("ratification", True), ("no-kind", False)])
def test_a_kind_in_turtle_is_judged_by_the_vocabulary(
    violations: Callable[..., list[str]], kind: str, is_right: bool
) -> None:
    text = f"""{TURTLE}
        <urn:mine> a cse:Ratification ; cse:actor state:FRA ; cse:treaty instrument:opsc ;
            cse:consentKind <https://w3id.org/csekg/id/vocab/consent-kind/{kind}> ; cse:date "2003-02-05"^^xsd:date ."""
    assert (violations(text, "mine.ttl") == []) is is_right


@pytest.mark.parametrize(
    ("label", "french"),
    [
        ("", ": ratification, 5 févr. 2003"),
        ('; rdfs:label "France ratifies"@en , "La France ratifie"@fr', "La France ratifie"),
    ],
)
def test_what_a_file_states_is_named_in_the_language_of_the_report(kept: QueryEngine, label: str, french: str) -> None:
    text = f"""{TURTLE} @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <urn:mine> a cse:Ratification {label} ; cse:actor state:FRA ; cse:treaty instrument:opsc ;
            cse:date "2003-02-05"^^xsd:date ; cse:entersIntoForceOn "2003-03-06"^^xsd:date ."""

    def run(store: QueryEngine, submission: Submission) -> Report:
        return in_language(validate(store, focus=submission.lines), kept, submission)

    with speaking("fr"):
        report = validate_bytes(text.encode(), Form.turtle, "mine.ttl", partial(changeable, kept), run)
    (finding,) = report.findings
    assert finding.label.endswith(french)
    assert "5 févr. 2003 + 1 mois = 5 mars 2003" in finding.message


def test_what_follows_from_the_acts_that_are_replaced_leaves_the_dataset(kept: QueryEngine) -> None:
    france = (
        "?s cse:actor <https://w3id.org/csekg/id/state/FRA> ; cse:treaty <https://w3id.org/csekg/id/instrument/opsc>"
    )
    asked = f"SELECT ?s ?p ?o {{ {france} ; ?p ?o }} ORDER BY ?s ?p ?o"
    found: list[list[tuple[str, ...]]] = []

    def run(store: QueryEngine, _: Submission) -> Report:
        found.append(store.values(asked))
        return Report((), ())

    for day in ("2003-02-05", "2013-02-05"):
        rows = f"{HEADER}opsc,FRA,ratification,{day},,\nopsc,FRA,signature,2000-09-06,,\n"
        validate_bytes(rows.encode(), Form.csv, "it", partial(changeable, kept), run)
    same, later = found
    known = kept.values(asked)
    # Its own source is all that differs, where it repeats what is known.
    assert {row[:2] for row in same} <= {row[:2] for row in known}
    intervals = [{row for row in rows if "/participation/" in row[0]} for rows in (known, same, later)]
    assert intervals[0] == intervals[1] != intervals[2]
    assert "2003-03-05" not in str(intervals[2])
    assert len({row[2] for row in later if row[1].endswith("#computedEntryIntoForce")}) == 1
