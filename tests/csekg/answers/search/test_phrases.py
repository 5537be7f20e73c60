"""What people type, and what they must find first."""

from __future__ import annotations

import pytest

from csekg.answers.search.search import SearchIndex
from csekg.languages.current import speaking

#: The phrase, the kind and the key of the first hit.
PHRASES = [
    # Usual names of treaties.
    ("Palermo Protocol", "treaty", "tip"),
    ("palermo protocol trafficking", "treaty", "tip"),
    ("Protocole de Palerme", "treaty", "tip"),
    ("Palermo Convention", "treaty", "untoc"),
    ("Lanzarote", "treaty", "cets201"),
    ("Lanzarote Convention", "treaty", "cets201"),
    ("Budapest", "treaty", "ets185"),
    ("cybercrime convention", "treaty", "ets185"),
    ("Hanoi Convention", "treaty", "cyber"),
    ("Warsaw Convention", "treaty", "cets197"),
    ("worst forms", "treaty", "c182"),
    ("ILO 182", "treaty", "c182"),
    ("Convention No. 182", "treaty", "c182"),
    ("C182", "treaty", "c182"),
    ("minimum age convention", "treaty", "c138"),
    ("UNCRC", "treaty", "crc"),
    ("Convention for the Rights of the Child", "treaty", "crc"),
    ("Children's Rights Convention", "treaty", "crc"),
    ("Convención sobre los Derechos del Niño", "treaty", "crc"),
    ("OP-CRC-SC", "treaty", "opsc"),
    ("OPSC", "treaty", "opsc"),
    ("Optional Protocol on the sale of children", "treaty", "opsc"),
    ("child soldiers protocol", "treaty", "opac"),
    ("third optional protocol", "treaty", "opic"),
    ("ETS 185", "treaty", "ets185"),
    ("CETS No. 201", "treaty", "cets201"),
    ("who has ratified the Lanzarote Convention?", "treaty", "cets201"),
    # Words of practitioners lead to provisions first; other words of topics to the topic.
    ("CSAM", "article", "article/9"),
    ("child pornography", "article", "article/9"),
    ("child sexual abuse material", "article", "article/9"),
    ("pornografía infantil", "article", "article/9"),
    ("sex tourism", "article", "article/9/2"),
    ("child sex tourism", "article", "article/9/2"),
    ("grooming", "article", "article/23"),
    ("online grooming", "article", "article/23"),
    ("human trafficking", "concept", "trafficking"),
    ("extraterritorial jurisdiction", "article", "article/22"),
    ("dual criminality", "article", "article/22/1/d"),
    ("child prostitution", "concept", "prostitution"),
    ("modern slavery", "concept", "forced-labour"),
    ("organized crime", "concept", "organised-crime"),
    ("MLA", "concept", "mutual-legal-assistance"),
    ("internet service providers", "concept", "service-providers"),
    ("reservations", "concept", "reservations"),
    ("extradition", "article", "article/24"),
    # States by former, other and short names.
    ("Holland", "state", "NLD"),
    ("Burma", "state", "MMR"),
    ("Ivory Coast", "state", "CIV"),
    ("Swaziland", "state", "SWZ"),
    ("Cape Verde", "state", "CPV"),
    ("UK", "state", "GBR"),
    ("uk", "state", "GBR"),
    ("USA", "state", "USA"),
    ("U.S.A.", "state", "USA"),
    ("America", "state", "USA"),
    ("England", "state", "GBR"),
    ("Alemania", "state", "DEU"),
    ("Allemagne", "state", "DEU"),
    ("Германия", "state", "DEU"),
    ("德国", "state", "DEU"),
    ("ألمانيا", "state", "DEU"),
    ("Zaire", "state", "COD"),
    ("DRC", "state", "COD"),
    ("Congo", "state", "COG"),
    ("Turkey", "state", "TUR"),
    ("Czech Republic", "state", "CZE"),
    ("East Timor", "state", "TLS"),
    ("South Korea", "state", "KOR"),
    ("Soviet Union", "state", "SUN"),
    ("Vatican", "state", "VAT"),
    ("EU", "state", "EUE"),
    ("COTE D'IVOIRE", "state", "CIV"),
    ("Irel", "state", "IRL"),
    ("has Ireland ratified?", "state", "IRL"),
    # A State under a treaty.
    ("Ireland OPSC", "participation", "opsc/IRL"),
    ("opsc ireland", "participation", "opsc/IRL"),
    ("Has Ireland ratified the OPSC?", "participation", "opsc/IRL"),
    ("Ireland Optional Protocol on the sale of children", "participation", "opsc/IRL"),
    ("IRL opsc", "participation", "opsc/IRL"),
    ("US CRC", "participation", "crc/USA"),
    ("DE CRC", "participation", "crc/DEU"),
    ("Burma Palermo Protocol", "participation", "tip/MMR"),
    ("UK Lanzarote", "participation", "cets201/GBR"),
    ("Kenya lanza", "participation", "cets201/KEN"),
    ("Alemania Convenio de Lanzarote", "participation", "cets201/DEU"),
    ("France and Germany: CRC", "participation", "crc/FRA"),
    # Articles and paragraphs.
    ("article 3 OPSC", "article", "article/3"),
    ("OPSC article 3(1)(b)", "article", "article/3/1/b"),
    ("art. 3 para. 1 of the OPSC", "article", "article/3/1"),
    ("article 3(1)(b), Optional Protocol on the sale of children", "article", "article/3/1/b"),
    ("CRC 34", "article", "article/34"),
    ("4 (a)", "paragraph", "op/4/a"),
    ("4(a)", "paragraph", "op/4/a"),
    ("op4a", "paragraph", "op/4/a"),
    ("paragraph 18", "paragraph", "op/18"),
    ("para 18", "paragraph", "op/18"),
    ("preambular paragraph 3", "paragraph", "pp/3"),
    ("paragraph 22", "paragraph", "pp/22"),
    ("resolution 16/2 paragraph 4 (a)", "paragraph", "op/4/a"),
    # Everything else that has a name.
    ("16/2", "instrument", "ccpcj-16-2"),
    ("resolution 16/2", "instrument", "ccpcj-16-2"),
    ("African States", "group", "un-african-group"),
    ("GRULAC", "group", "un-latin-american-and-caribbean-group"),
    ("Hong Kong", "territory", "HKG"),
    ("France CRC reservation", "statement", "crc/FRA/undated/reservation/1"),
    ("compare", "page", "/compare"),
    ("ask a question", "page", "/ask"),
    ("list of topics", "page", "/topics"),
    ("not ratified", "page", "/gaps"),
    ("downloads", "page", "/downloads"),
    ("SPARQL", "page", "/query"),
    ("fedlex-opsc-20230420", "source", "fedlex-opsc-20230420"),
    ("footnote 74", "footnote", "fn/74"),
]


@pytest.mark.parametrize(("phrase", "kind", "key"), PHRASES)
def test_phrase_finds_first_what_it_means(index: SearchIndex, phrase: str, kind: str, key: str) -> None:
    found = index.find(phrase)
    assert (found[0].kind, found[0].key) == (kind, key)
    assert found.whole


#: Words of practitioners in the six languages: the provisions that come first in any of them, and whether one says it.
WORDS = [
    ("webcam;cámara web;вебкам;网络摄像头;كاميرا الويب", {"cets201/article/21", "cets201/article/20/1/f"}, False),
    (
        "livestreaming;diffusion en direct;transmisión en vivo;стриминг насилия над детьми;直播;البث المباشر",
        {"cets201/article/21/1/c"},
        False,
    ),
    (
        "grooming;pédopiégeage;ciberengaño pederasta;груминг;网络诱骗;استدراج الأطفال",
        {"cets201/article/23", "cyber/article/15"},
        True,
    ),
    (
        "child marriage;mariage précoce;matrimonio infantil;детские браки;童婚;زواج الأطفال",
        {"crc/article/35", "crc/article/24/2/f"},
        False,
    ),
    (
        "age of consent;majorité sexuelle;edad de consentimiento;возраст согласия;性同意年龄;同意年龄;سن الرضا",
        {"cets201/article/18/2"},
        True,
    ),
    (
        "sextortion;sextorsion;chantaje sexual;сексторшн;性勒索;الابتزاز الجنسي",
        {"cyber/article/16", "cets201/article/23"},
        False,
    ),
    ("loverboy;lover boy;novio proxeneta;лавербой;恋爱诱骗;أسلوب العاشق المخادع", {"tip/article/3/c"}, False),
    ("deepfakes;hypertrucage;ultrafalso;дипфейк;深度伪造;التزييف العميق", {"ets185/article/9/2/c"}, False),
    (
        "pimping;proxénétisme;proxenetismo;сутенерство;介绍卖淫;القوادة",
        {"opsc/article/3/1/b", "cets201/article/19"},
        True,
    ),
    (
        "CSAM;pédopornographie;pornografía infantil;детская порнография;儿童色情制品;المواد الإباحية عن الأطفال",
        {"opsc/article/3/1/c", "cets201/article/20"},
        True,
    ),
    ("paedophile;pedophiles;pédophilie;pedófilo;педофил;恋童癖;متحرش بالأطفال", {"cets201/article/7"}, False),
    (
        "who must criminalise buying abuse images;qui doit incriminer l'achat d'images d'abus"
        ";¿quién debe tipificar la compra de pornografía infantil?;кто обязан наказывать покупку детской порнографии"
        ";谁必须将购买儿童色情制品定为犯罪;من يجب أن يجرم شراء المواد الإباحية عن الأطفال",
        {"ets185/article/9/1/d", "cets201/article/20/1/d", "opsc/article/3/1/c"},
        True,
    ),
    ("sex tourism;tourisme sexuel;turismo sexual;секс-туризм;色情旅游;السياحة الجنسية", {"opsc/article/10/1"}, True),
]


@pytest.mark.parametrize(("names", "provisions", "is_said"), WORDS)
def test_a_word_of_practitioners_finds_its_provisions_first(
    index: SearchIndex, names: str, provisions: set[str], is_said: bool
) -> None:
    for name in names.split(";"):
        found = index.find(name)
        assert found.word is not None, name
        assert bool(found.word.treated_by) == is_said, name
        first = [hit.id.partition("/id/instrument/")[2] for hit in found[:6] if hit.kind == "article"]
        assert provisions <= {*first}, name
        assert found.word.topics, name


def test_a_word_among_others_is_told_where_nothing_fits_all(index: SearchIndex) -> None:
    found = index.find("webcam xylophone")
    assert found.word is not None
    assert (found.word.word, found.whole, found[0].kind) == ("webcam", False, "article")
    assert index.find("Ireland OPSC").word is None
    assert index.find("webcam", language="fr").word is None


def test_a_name_that_two_languages_share_is_told_in_that_of_the_reader(index: SearchIndex) -> None:
    for language, name in (("fr", "sextorsion"), ("es", "sextorsión")):
        with speaking(language):
            word = index.find("sextorsion").word
        assert word is not None
        assert word.word == name


@pytest.mark.parametrize(
    "text",
    [
        "reservations to OPSC article 3",
        "OPSC article 3: reservations",
        "réserves à l'article 3 de l'OPSC",
        "reservas al artículo 3 OPSC",
        "оговорки к статье 3 OPSC",
        "OPSC 第3条 保留",
    ],
)
def test_reservations_to_an_article_are_found_by_treaty_article_and_kind(index: SearchIndex, text: str) -> None:
    found = [hit.key for hit in index.find(text, "statement")]
    assert found
    assert all(key.startswith("opsc/") and "/reservation/" in key for key in found), found
    assert {key.split("/")[1] for key in found} >= {"KWT", "SYR", "ARE", "USA"}


def test_statements_of_another_kind_and_to_a_part_of_an_article(index: SearchIndex) -> None:
    objecting = [hit.key.split("/")[1] for hit in index.find("objections to OPSC article 3(5)", "statement")]
    assert {"DEU", "GBR"} <= {*objecting}
    assert [hit.kind for hit in index.find("reservations to OPSC article 12")][:1] == ["article"]
