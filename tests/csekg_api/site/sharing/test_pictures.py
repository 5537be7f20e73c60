"""Pictures: SVG that loads nothing, PNG of the size asked for; in each language."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from starlette.testclient import TestClient

from csekg.answers.common.references import find_treaty
from csekg.languages.current import speaking
from csekg.languages.days import spelled
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.sharing import raster
from csekg_api.site.sharing.drawing import COLOURS
from csekg_api.site.sharing.raster import drawn
from csekg_api.web.assets import STATIC

SVG = "{http://www.w3.org/2000/svg}"
MAP = pytest.param(
    "/treaties/opsc/map",
    marks=pytest.mark.skipif(
        not (STATIC / "built" / "world-map.json").is_file(), reason="`make assets` bundles the map"
    ),
)
PICTURES = [MAP, "/treaties/opsc/parties", "/resolution/network"]
#: Of an answer: African States that signed and did not ratify.
ASKED = "group=m49-002&status=signatory&treaty=opsc"


@pytest.mark.parametrize("path", PICTURES)
def test_svg_stands_for_itself(site: TestClient, path: str) -> None:
    answer = site.get(f"{path}.svg")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    root = ET.fromstring(answer.content)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None
    assert float(root.attrib["width"]) > 0
    assert {each.tag for each in root.iter()} <= {
        f"{SVG}{name}"
        for name in ("svg", "title", "desc", "style", "rect", "g", "path", "circle", "text", "a", "tspan", "line")
    }
    assert site.get(f"{path}.svg").content == answer.content


@pytest.mark.parametrize("path", PICTURES)
def test_png_has_the_width_asked_for_and_is_no_blank(site: TestClient, path: str) -> None:
    answer = site.get(f"{path}.png", params={"width": 800})
    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        picture.load()
        assert picture.width == 800
        assert picture.format == "PNG"
        seen = picture.convert("RGB").getcolors(1 << 24)
    assert seen is not None
    assert len(seen) > 20
    # The ground is light, whatever the mode of the machine.
    _, ground = max(seen)
    assert isinstance(ground, tuple)
    assert min(ground) >= 230


def test_letters_are_drawn_where_the_machine_has_none() -> None:
    one, none = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20" width="90" height="20">'
        b'<text y="15" font-family="Nowhere, system-ui">' + words + b"</text></svg>"
        for words in (b"Ireland", b"")
    )
    assert raster.drawn(one, 200) != raster.drawn(none, 200)
    assert raster.drawn(one, 200) == raster.drawn(one, 200)


@pytest.mark.parametrize("width", ["199", "3201", "-1", "1000"])
def test_a_width_that_is_not_offered_is_refused(site: TestClient, width: str) -> None:
    answer = site.get("/treaties/opsc/parties.png", params={"width": width})
    assert answer.status_code == 422
    assert "one of 200, 400, 800, 1200, 1600, 2400, 3200 pixels" in answer.json()["detail"]
    assert site.get("/treaties/opsc/parties.png?width=wide").status_code == 422


def test_what_is_not_there_is_not_found(site: TestClient) -> None:
    for path in (
        "/treaties/opsk/map.svg",
        "/treaties/opsk/parties.png",
        "/treaties/opsc/map.svg?group=nobody",
        "/treaties/opsc/map.svg?on=1950-01-01",
    ):
        assert site.get(path).status_code == 404, path
    assert site.get("/treaties/opsc/map.svg?on=yesterday").status_code == 400


def test_colours_are_those_of_the_pages() -> None:
    sheet = (STATIC / "pages.css").read_text(encoding="utf-8").partition("@media")[0]
    assert dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", sheet)).items() >= COLOURS.items()


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


def words(root: ET.Element) -> str:
    return " ".join(each.text or "" for each in root.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("prefix", "title", "disclaimer", "note"),
    [
        ("", "child pornography: who is bound", "say nothing about the legal status of a country", "resolution 1244"),
        ("/fr", "pornographie mettant en scène des enfants : qui est lié", "statut juridique des pays", "1244 (1999)"),
        ("/zh", "受约束的国家", "法律地位", "1244"),
    ],
)
def test_a_map_has_the_full_title_and_says_what_it_does_not_say(
    site: TestClient, prefix: str, title: str, disclaimer: str, note: str
) -> None:
    said = words(picture(site, f"{prefix}/treaties/opsc/map.svg"))
    for part in (title, disclaimer, note):
        assert part in said


def test_each_colour_of_a_map_stands_in_its_legend(site: TestClient) -> None:
    root = picture(site, "/treaties/cets201/map.svg")
    [part] = root.findall(f"{SVG}svg")
    drawn = {each.get("fill") for group in part.findall(f"{SVG}g") for each in group}
    legend = {each.get("fill") for each in root.findall(f"{SVG}rect") if each.get("width") == "14"}
    assert len(drawn) > 2
    assert drawn <= legend
    # Two statuses are never drawn alike, of those that a map has.
    assert len(set(COLOURS.values())) == len(COLOURS) - 1
    assert COLOURS["not-eligible"] == COLOURS["did-not-exist"]


def test_an_answer_has_a_map(site: TestClient) -> None:
    root = picture(site, f"/joined/map.svg?{ASKED}")
    [part] = root.findall(f"{SVG}svg")
    every = [each.text or "" for each in part.iter(f"{SVG}title")]
    titles = [title for title in every if "not in this answer" not in title]
    assert "France: not in this answer, or no statement that the treaty applies" in every
    assert sorted(title.partition(":")[0] for title in titles) == ["Cameroon", "Ghana", "Kenya", "Liberia", "Zambia"]
    said = words(root)
    assert "Africa" in said
    assert f"/joined?{ASKED}".replace("status=signatory&treaty=opsc", "treaty=opsc&status=signatory") in said
    assert "legal status" in said
    page = site.get(f"/joined?{ASKED}", headers={"Accept": "text/html"}).text
    assert 'href="/joined/map.svg?group=m49-002' in page
    assert 'map.png?group=m49-002&amp;treaty=opsc&amp;status=signatory&amp;width=2400"' in page
    # The saved questions, whose addresses begin alike, are there as before.
    assert site.get("/questions/invited-to-accede", headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("status=friend", 404, "status"),
        ("treaty=opsk", 404, "opsk"),
        ("on=yesterday", 400, "is not a day"),
        ("from=2020-01-01&until=2010-01-01", 400, ""),
        ("state=USA&treaty=opsc&status=signatory", 404, "no State is in this answer"),
    ],
)
def test_an_answer_without_a_map_says_why(site: TestClient, query: str, status: int, detail: str) -> None:
    answer = site.get(f"/joined/map.svg?{query}")
    assert answer.status_code == status
    assert detail in answer.json()["detail"]
