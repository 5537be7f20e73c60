"""Twenty tasks of an advocate, a treaty officer, a desk officer and a journalist, from the home page on.

Each in English and in one other language, in a wide window and on a telephone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TypeAlias

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTab
from tests.browser.reader import Reader

Task: TypeAlias = Callable[[Reader], None]
_TASKS: list[Task] = []


def task(steps: Task) -> Task:
    """Add a task to the list."""
    _TASKS.append(steps)
    return steps


def pages_of(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


@task
def african_signatories_of_the_protocol(reader: Reader) -> None:
    """Which African States signed the OPSC and did not ratify it?"""
    reader.home()
    reader.page.locator("form.question [name=group]").select_option("m49-002")
    reader.page.locator("form.question [name=status]").select_option("signatory")
    reader.page.locator("form.question [name=treaty]").select_option("opsc")
    reader.press("Answer", "button")
    for key in ("CMR", "GHA", "KEN", "LBR", "ZMB"):
        reader.sees(reader.main.locator("table").get_by_role("link", name=reader.state(key), exact=True).first)
    reader.fits()


@task
def brief_on_a_state(reader: Reader) -> None:
    """A brief on Kenya that can be handed over: two pages, with the invitation that ends in 2029."""
    reader.open_state("KEN")
    reader.follow("Brief for a meeting")
    reader.reads("2029")
    reader.reads(re.compile(r"2026|٢٠٢٦"))
    assert "puts it into effect" not in reader.main.inner_text()
    paper = reader.download(reader.link("PDF")).body()
    assert paper.startswith(b"%PDF")
    word = reader.download(reader.link(reader.says("Word document")))
    assert word.body().startswith(b"PK")


@task
def four_states_side_by_side(reader: Reader) -> None:
    """Kenya, Uganda, Tanzania and Rwanda, typed by name, in a table that is open on a telephone, too."""
    reader.home()
    reader.menu("Compare")
    keys = ("KEN", "UGA", "TZA", "RWA")
    for number, key in enumerate(keys, 1):
        reader.page.locator(f"#state-{number}").fill(reader.state(key))
    reader.press("Compare States")
    for key in keys:
        reader.reads(reader.state(key))
    cell = reader.main.locator("table.side-by-side tbody td").first
    reader.sees(cell)
    reader.reads("2029")
    reader.fits()


@task
def what_changed_since_a_day(reader: Reader) -> None:
    """What did Kenya do since 2020, and how does one follow it?"""
    reader.home()
    reader.menu("What changed")
    reader.page.locator("#from").fill("2000-01-01")
    reader.page.locator("#state-typed").fill(reader.state("KEN"))
    reader.press("Show", "button")
    reader.page.wait_for_url(re.compile("state="))
    reader.sees(reader.main.locator("#rows table tbody tr").first)
    subscribe = reader.main.locator("section").filter(has=reader.page.locator("#subscribe"))
    addresses = [link.get_attribute("href") or "" for link in subscribe.get_by_role("link").all()]
    assert any(address.endswith((".atom", ".rss")) for address in addresses)
    assert any(".ics" in address for address in addresses)


@task
def who_must_criminalise_buying(reader: Reader) -> None:
    """Who must make the buying of abuse images a crime? By article, not by treaty."""
    reader.home()
    reader.menu("Topics")
    reader.page.locator("main a[href$='/topics/abuse-material']").first.click()
    link = reader.page.locator("main a[href$='/treaties/ets185/articles/9/1/d']").first
    reader.open_around(link)
    link.click()
    reader.page.wait_for_url(re.compile("/treaties/ets185/articles/9/1/d$"))
    reader.sees(reader.page.locator("#bound"))
    reader.reads(reader.state("FRA"))
    reader.reads(reader.says("Which paragraphs of the resolution it answers"))
    parallel = reader.page.locator("main a[href*='/treaties/cets201/articles/20']")
    expect(parallel.first).to_be_attached()


@task
def map_as_a_picture(reader: Reader) -> None:
    """The map of the OPSC as a picture, with its source and what it does not say about borders."""
    reader.home()
    drawing = reader.download(reader.page.locator("main a[href*='.svg']").first).text()
    assert "<svg" in drawing
    assert reader.treaty("opsc", "OPSC") in drawing or "2000" in drawing
    reader.sees(reader.page.locator("main svg.map").first)


@task
def workbook_of_a_treaty(reader: Reader) -> None:
    """A workbook on the trafficking Protocol in which the status of each State is written."""
    reader.home()
    reader.door("A treaty")
    reader.page.locator("main a[href$='/treaties/tip']").first.click()
    answer = reader.download(reader.page.locator("main a[href*='format=xlsx']").first)
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    headings = [str(cell.value) for sheet in book for cell in sheet[1]]
    assert len(book.sheetnames) >= 4
    with_words = [heading for heading in headings if reader.says("Status", "column") == heading]
    assert with_words or reader.says("Status", "under a treaty") in headings


@task
def reservations_on_an_article(reader: Reader) -> None:
    """Who has a reservation to article 3 of the OPSC?"""
    reader.home()
    reader.door("A treaty")
    reader.page.locator("main a[href$='/treaties/opsc']").first.click()
    reader.page.locator("main a[href*='/statements?treaty=opsc']").first.click()
    article = reader.page.locator("input[name=article][value='3']")
    reader.open_around(article)
    article.check()
    reader.press("Show", "button")
    reader.page.wait_for_url(re.compile("article=3"))
    for key in ("KWT", "SYR", "ARE", "USA"):
        reader.reads(reader.state(key))


_TRADE = {
    "en": ("grooming", "23"),
    "fr": ("pédopiégeage", "23"),
    "es": ("matrimonio infantil", ""),
    "ru": ("детские браки", ""),
    "zh": ("童婚", ""),
    "ar": ("زواج الأطفال", ""),
}


@task
def words_of_the_trade(reader: Reader) -> None:
    """The search knows a word that no treaty uses, and leads to the articles."""
    reader.home()
    word, article = _TRADE[reader.language]
    reader.search(word)
    notice = reader.main.locator("section.notice")
    reader.sees(notice)
    expect(notice.get_by_role("link").first).to_be_visible()
    if article:
        expect(notice).to_contain_text(article)


@task
def states_of_the_past(reader: Reader) -> None:
    """East Germany on 1 January 1991: it had ended, and the answer says so."""
    reader.home()
    reader.door("Who has joined")
    reader.open_around(reader.page.locator("#state-typed"))
    reader.page.locator("#state-typed").fill("East Germany")
    treaty = reader.page.locator("input[name=treaty][value=crc]")
    reader.open_around(treaty)
    treaty.check()
    reader.page.locator("#on").fill("1991-01-01")
    reader.press("Show", "button")
    reader.page.wait_for_url(re.compile("on=1991-01-01"))
    reader.reads(re.compile("1990|١٩٩٠"))


@task
def cite_a_figure(reader: Reader) -> None:
    """The figure of who has not ratified, as BibTeX and RIS."""
    reader.home()
    reader.follow("Who has not joined")
    assert reader.download(reader.link("BibTeX")).text().startswith("@")
    assert reader.download(reader.link("RIS")).text().startswith("TY  -")


@task
def report_an_error(reader: Reader) -> None:
    """A date is wrong: whom does one write to, and what?"""
    reader.home()
    reader.page.locator("footer").get_by_role("link", name=reader.says("Report an error"), exact=True).click()
    reader.page.wait_for_url(re.compile("/about"))
    reader.page.locator("#f-right").fill("1 January 2020")
    reader.page.locator("#f-source").fill("treaties.un.org")
    reader.press("Write the report")
    expect(reader.page.locator("#written")).to_contain_text("1 January 2020")
    assert (reader.main.locator("a[href^='mailto:']").first.get_attribute("href") or "").startswith("mailto:")


@task
def another_language(reader: Reader) -> None:
    """The page in another language, by the switch of the header, within the window."""
    reader.home()
    other = {"en": "العربية", "ar": "中文", "zh": "Русский", "ru": "Español", "es": "Français", "fr": "English"}
    reader.page.locator("details.languages > summary").click()
    reader.page.get_by_role("link", name=other[reader.language], exact=True).click()
    expect(reader.page.locator("html")).not_to_have_attribute("lang", reader.language)
    reader.fits()
    titles = reader.page.get_by_role("heading", level=1).bounding_box()
    assert titles is not None
    assert titles["y"] < 200


@task
def practice_in_a_state(reader: Reader) -> None:
    """What did an assessor find about Bangladesh, and where does it stand?"""
    reader.open_state("BGD")
    link = reader.page.locator("main a[href*='/assessments?state=BGD']").first
    reader.open_around(link)
    link.click()
    reader.page.wait_for_url(re.compile(r"/assessments\?state=BGD"))
    reader.reads(reader.says("does not conform"))


@task
def odd_places(reader: Reader) -> None:
    """Hong Kong: what applies there, since when; Taiwan: why there is nothing."""
    reader.home()
    reader.search("Hong Kong")
    reader.page.locator("main a[href*='/places/'], main a[href*='/territories/']").first.click()
    reader.reads(re.compile("1997|١٩٩٧"))
    reader.home()
    reader.search("Taiwan")
    reader.reads(reader.state("CHN"))


@task
def persuade_a_ministry(reader: Reader) -> None:
    """How does Kenya join the OPSC, and what would that newly ask of it?"""
    reader.open_state("KEN")
    reader.page.locator("main a[href*='/states/KEN/join/opsc']").first.click()
    reader.page.wait_for_url(re.compile("/join/opsc"))
    model = reader.download(reader.page.locator("main a[href*='.docx']").first)
    assert model.body().startswith(b"PK")
    assert pages_of(reader.download(reader.page.locator("main a[href*='.pdf']").first).body()) >= 1


@task
def draft_of_a_recommendation(reader: Reader) -> None:
    """A sentence on Ireland for a recommendation, a list of issues and a question in parliament."""
    reader.open_state("IRL")
    reader.page.locator("main a[href*='/states/IRL/join/opsc']").first.click()
    reader.sees(reader.main.get_by_text(reader.says("Draft sentences"), exact=True).first)
    assert reader.main.inner_text().count(reader.state("IRL")) > 1


@task
def a_frame_for_a_blog(reader: Reader) -> None:
    """The map of a treaty in a frame of 680 pixels."""
    reader.page.goto(f"{'' if reader.language == 'en' else '/' + reader.language}/treaties/opsc")
    frame = reader.main.locator("code").filter(has_text="/embed/treaties/opsc/map").first
    address = re.search(r'/[a-z/]*embed/treaties/opsc/map[^"&]*', frame.text_content() or "")
    assert address
    reader.page.set_viewport_size({"width": 680, "height": 700})
    reader.page.goto(address[0])
    expect(reader.page.locator("svg.map")).to_be_visible()
    reader.fits()


@task
def matrix_on_paper(reader: Reader) -> None:
    """Eastern Africa under all treaties on one sheet of A4, with its name."""
    reader.home()
    reader.follow("All treaties, any date")
    group = reader.page.locator("input[name=group][value='m49-014']")
    reader.open_around(group)
    group.check()
    reader.page.wait_for_url(re.compile("group=m49-014"))
    assert pages_of(reader.page.pdf(format="A4", prefer_css_page_size=True)) == 1
    reader.fits()


@task
def the_data_to_take_along(reader: Reader) -> None:
    """All statuses on a memory stick: what the downloads say about them."""
    reader.home()
    reader.page.locator("footer").get_by_role("link", name=reader.says("Data and method"), exact=True).click()
    reader.reads("SHA256SUMS")
    table = reader.main.locator("a[href$='/participation.csv']").first
    reader.open_around(table)
    reader.sees(table)
    assert reader.download(table).status == 200
    reader.fits()


_OTHERS = ("fr", "es", "ru", "zh", "ar")
_CASES = [
    pytest.param(
        steps,
        language,
        width,
        id=f"{steps.__name__}-{language}-{width}",
        # To take the data along waits until all files are made, four minutes.
        marks=[pytest.mark.long] * ((language, width) != ("en", 1280) or steps is the_data_to_take_along),
    )
    for number, steps in enumerate(_TASKS)
    for language in ("en", _OTHERS[number % len(_OTHERS)])
    for width in (1280, 390)
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("steps", "language", "width"), _CASES)
def test_task(open_tab: OpenTab, steps: Task, language: str, width: int) -> None:
    page = open_tab(viewport={"width": width, "height": 900}, locale="en-GB")
    steps(Reader(page, language, narrow=width == 390))


def test_there_are_twenty() -> None:
    assert len(_TASKS) == 20
