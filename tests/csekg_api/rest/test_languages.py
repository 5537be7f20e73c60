from __future__ import annotations

import pytest
from starlette.testclient import TestClient

_NAMES = {"en": "Germany", "fr": "Allemagne", "es": "Alemania", "ru": "Германия", "zh": "德国", "ar": "ألمانيا"}


@pytest.mark.parametrize("language", _NAMES)
def test_names_come_in_the_language_that_is_asked_for(api: TestClient, language: str) -> None:
    asked = api.get("/api/v1/states/DEU", params={"lang": language})
    accepted = api.get("/api/v1/states/DEU", headers={"Accept-Language": language})
    assert asked.json() == accepted.json()
    assert (asked.json()["key"], asked.json()["name"]) == ("DEU", _NAMES[language])
    assert asked.headers["content-language"] == accepted.headers["content-language"] == language


def test_the_parameter_decides_before_the_header(api: TestClient) -> None:
    answer = api.get("/api/v1/states/DEU?lang=ar", headers={"Accept-Language": "fr"})
    assert answer.json()["name"] == _NAMES["ar"]
    assert answer.headers["content-language"] == "ar"


def test_keys_and_columns_stay_the_same(api: TestClient) -> None:
    english, french = (
        api.get("/api/v1/states/DEU/participation", params={"lang": lang}).json() for lang in ("en", "fr")
    )
    assert len(english) == len(french) >= 18 or english.keys() == french.keys()
    tables = [
        api.get("/api/v1/instruments/opsc/parties", params={"lang": lang, "format": "csv"}).text
        for lang in ("en", "fr")
    ]
    assert tables[0].splitlines()[0] == tables[1].splitlines()[0]
    assert "Allemagne" in tables[1]


def test_findings_come_in_the_language_that_is_asked_for(api: TestClient) -> None:
    for language, words in {
        "en": "no invitation was found",
        "es": "no se halló ninguna invitación",
        "ar": "لم يُعثر على دعوة في مصادرنا",
    }.items():
        asked = {"lang": language, "shape": "KIND-3-invited"}
        items = api.get("/api/v1/quality/findings", params=asked).json()["items"]
        assert items
        assert all(words in item["finding"] for item in items)


@pytest.mark.parametrize("language", ["de", "FR", "fr-CH", "", "x" * 50])
def test_another_language_is_refused(api: TestClient, language: str) -> None:
    answer = api.get("/api/v1/states/DEU", params={"lang": language})
    assert answer.status_code == 422
    assert "lang" in answer.text
