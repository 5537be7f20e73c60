"""The search over REST: names in any language, keys, and what texts say."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.csekg_api.rest.conftest import Get


def test_suggestions_lead_to_pages(get: Get, api: TestClient) -> None:
    for typed in ("Ireland op", "palermo", "4 (a)", "article 3 op", "african gr", "not rat", "Hong"):
        answer = get("/suggest", q=typed, limit=2)
        assert answer["q"] == typed
        assert 0 < len(answer["items"]) <= 2
        for item in answer["items"][:1]:
            page = api.get(item["page"], headers={"Accept": "text/html"})
            assert page.status_code == 200, item
            fragment = item["page"].partition("#")[2]
            assert f'id="{fragment}"' in page.text or not fragment
    assert get("/suggest", q="qqqzzz")["items"] == []


def test_unusable_limits_and_texts_are_refused(api: TestClient) -> None:
    for query in ("q=", "q=a&limit=0", "q=a&limit=21", f"q={'a' * 2_000}", "limit=3"):
        answer = api.get(f"/api/v1/suggest?{query}")
        assert answer.status_code in (400, 422), query
        assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_snippet_is_cut_where_the_words_stand(get: Get) -> None:
    items = get("/search", q="recover", kind="paragraph")["items"]
    assert items
    for item in items:
        assert "recover" in item["snippet"].casefold()
        assert len(item["snippet"]) < 180


def test_every_address_leads_to_an_answer(get: Get, api: TestClient) -> None:
    kinds: dict[tuple[str, str], dict[str, str | None]] = {}
    for words in ("child", "un", "action", "fr", "office"):
        for item in get("/search", q=words, limit=500)["items"]:
            kinds.setdefault((item["kind"], item["type"]), item)
    assert len(kinds) > 12
    for item in kinds.values():
        if item["address"] is None:
            assert item["kind"] in ("meeting", "body", "page", "territory", "area")
        else:
            assert api.get(f"/api/v1{item['address']}").status_code == 200, item
