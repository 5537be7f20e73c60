"""Pictures in other languages: their words, where lines begin, and the letters of PNG."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from starlette.testclient import TestClient

from csekg.answers.common.references import find_treaty
from csekg.days import spelled
from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.sharing.raster import drawn

SVG = "{http://www.w3.org/2000/svg}"


def picture(site: TestClient, path: str) -> ET.Element:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    return ET.fromstring(answer.content)


@pytest.mark.parametrize("language", ["fr", "zh", "ar"])
def test_a_picture_says_its_language_and_its_days_in_it(site: TestClient, store: Store, language: str) -> None:
    with speaking(language):
        day = spelled(find_treaty(store, "crc").as_of)
    root = picture(site, f"/{language}/treaties/crc/parties.svg")
    assert root.attrib["lang"] == language
    assert any(day in (each.text or "") for each in root.iter(f"{SVG}text"))


def test_lines_of_arabic_begin_at_the_right_and_time_goes_from_left_to_right(site: TestClient) -> None:
    left, right = (picture(site, f"{prefix}/treaties/crc/parties.svg") for prefix in ("", "/ar"))
    assert (left.attrib["direction"], right.attrib["direction"]) == ("ltr", "rtl")
    width = float(right.attrib["width"])
    title = right.find(f"{SVG}text")
    before = left.find(f"{SVG}text")
    assert title is not None
    assert before is not None
    assert float(title.attrib["x"]) == width - float(before.attrib["x"])
    [chart] = right.findall(f"{SVG}g")
    assert chart.attrib["direction"] == "ltr"
    assert [each.attrib for each in chart] == [each.attrib for each in left.findall(f"{SVG}g")[0]]


def ink(text: str, direction: str = "ltr", x: int = 20) -> tuple[bytes, tuple[int, ...]]:
    """Return the pixels of a text in a picture, and the box that holds them."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" direction="{direction}">'
        f'<text x="{x}" y="40" font-size="30">{text}</text></svg>'
    )
    with Image.open(io.BytesIO(drawn(svg.encode(), 300))) as found:
        grey = found.convert("L").point(lambda value: 255 - value)
        box = grey.getbbox()
    assert box is not None, f"nothing is drawn of {text}"
    return grey.tobytes(), box


@pytest.mark.parametrize(("first", "second"), [("ع", "ل"), ("儿", "童"), ("Ж", "Д"), ("é", "ñ")])
def test_png_has_the_letters_of_each_language(first: str, second: str) -> None:
    assert ink(first)[0] != ink(second)[0]


def test_png_has_lines_of_arabic_left_of_their_start() -> None:
    _pixels, (left, _top, right, _bottom) = ink("طرف", "rtl", 280)
    assert left < right <= 282


def test_png_has_latin_words_left_of_the_arabic_ones_before_them() -> None:
    mixed, _box = ink("ع: M", "rtl", 280)
    letter, (left, *_rest) = ink("ع", "rtl", 280)
    rows = zip(*[iter(mixed)] * 300, strict=True), zip(*[iter(letter)] * 300, strict=True)
    assert all(row[left:] == alone[left:] for row, alone in zip(*rows, strict=True))
