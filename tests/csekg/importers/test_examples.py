"""Every example gives the records that stand beside it, and every change of one what `changes.toml` says.

`examples/<format>/` has files in the form of a format. Beside each stands what is read of it, a line for each
treaty, record, notice and warning; `*` stands for the name of the file. A change replaces `old` by `new` in the
file `of`, or is a whole `content`; it is refused with a message, or some lines are `lost` and others `told` instead.
`python -m tests.csekg.importers.test_examples` writes the lines anew: read the difference before you keep it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from csekg.importers import FORMATS, SourceFileError, read_file

EXAMPLES = Path(__file__).parent / "examples"
FILES = sorted(file for file in EXAMPLES.glob("*/*") if file.suffix not in (".txt", ".toml"))
_ENCODINGS = {"mtdsg": "iso-8859-1"}
CHANGES = [
    (file.parent.name, number, change)
    for file in sorted(EXAMPLES.glob("*/changes.toml"))
    for number, change in enumerate(tomllib.loads(file.read_text("utf-8"))["change"])
]


def told(form: str, file: Path) -> list[str]:
    """Return what a reader tells of a file, in lines."""
    lines = []
    for reading in read_file(form, file):
        totals = " ".join(f"{name}={count}" for name, count in reading.totals.items())
        lines.append(f"= | {reading.reference} | {reading.title} | {reading.as_of or ''} | {totals}")
        lines += [
            f"{each.participant} | {each.territory} | {each.kind} | {each.day or ''} | {each.marker} | "
            f"{each.effective_on or ''} | {each.occasion} | {'; '.join(each.targets)} | {each.text} | {each.place}"
            for each in reading.records
        ]
        lines += [f"notice: {notice}" for notice in reading.notices]
        lines += [f"warning: {warning}" for warning in reading.warnings]
    return [line.replace("\n", "\\n").replace(file.name, "*") for line in lines]


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.txt")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_an_example_gives_what_stands_beside_it(file: Path) -> None:
    assert told(file.parent.name, file) == _beside(file).read_text("utf-8").splitlines()


def test_each_format_has_examples_and_changes_of_them() -> None:
    assert {file.parent.name for file in FILES} == {form for form, _, _ in CHANGES} == FORMATS.keys()


@pytest.mark.parametrize(
    ("form", "change"),
    [pytest.param(form, change, id=f"{form}-{number}-{change['why']}") for form, number, change in CHANGES],
)
def test_a_change_is_refused_or_tells_something_else(tmp_path: Path, form: str, change: dict[str, Any]) -> None:
    encoding, text, lines = _ENCODINGS.get(form, "utf-8"), change.get("content", ""), list[str]()
    if "of" in change:
        before = (EXAMPLES / form / change["of"]).read_bytes().decode(encoding)
        lines = _beside(EXAMPLES / form / change["of"]).read_text("utf-8").splitlines()
        assert before.count(change["old"]) == 1
        text = before.replace(change["old"], change["new"])
    file = tmp_path / "changed.file"
    file.write_bytes(text.encode(encoding))
    if "refused" in change:
        with pytest.raises(SourceFileError) as caught:
            read_file(form, file)
        assert str(caught.value).replace(file.name, "*") == change["refused"]
    else:
        after = told(form, file)
        assert [line for line in lines if line not in after] == change["lost"]
        assert [line for line in after if line not in lines] == change["told"]


@pytest.mark.parametrize("form", ["untc", "fedlex", "mtdsg", "verdragenbank"])
def test_a_file_that_is_cut_anywhere_is_refused_in_one_line(tmp_path: Path, form: str) -> None:
    content = (EXAMPLES / form / FILES_OF_ACTS[form]).read_bytes()
    end = content.rindex(b"</html>" if form == "untc" else b">")
    for length in range(0, end, 7):
        (tmp_path / "cut.file").write_bytes(content[:length])
        with pytest.raises(SourceFileError, match=r"^cut\.file") as caught:
            read_file(form, tmp_path / "cut.file")
        assert "\n" not in str(caught.value)


#: The example of each format that has acts of all kinds.
FILES_OF_ACTS = {file.parent.name: file.name for file in FILES if file.stem == "acts"}

if __name__ == "__main__":
    for example in FILES:
        _beside(example).write_text("\n".join(told(example.parent.name, example)) + "\n", "utf-8")
