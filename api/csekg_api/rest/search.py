"""Things by their names in any language and by our summaries; the codes that answers use, and what they mean."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.entities.vocabularies import Concept, Scheme, Topic, concepts, schemes, topics
from csekg.answers.search.entries import Kind
from csekg.answers.search.search import Hit, Language, WordAnswer
from csekg.answers.texts.topics import TopicDetail, topic
from csekg_api.indexes import search_index
from csekg_api.rest.parameters import ConceptCode, Lower, path_key, repeatable
from csekg_api.rest.responses import Listing, Page, Single, SubjectRouter
from csekg_api.web.dependencies import PageOfHit, ServedStore
from csekg_api.web.request_limits import LONGEST

_MOST_SUGGESTIONS = 20

_Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST,
        examples=["sale of children"],
        description="words, the last of which may be the beginning of one; case and accents do "
        "not matter. Things that fit all words are found, or else those that fit any",
    ),
]
_Typed = Annotated[
    str, Query(min_length=1, max_length=LONGEST, examples=["Ireland op"], description="what has been typed so far")
]
_Limit = Annotated[int, Query(ge=1, le=_MOST_SUGGESTIONS, description="suggestions at most", examples=[8])]
_Kind = Annotated[list[Kind] | None, repeatable("only things of these kinds", "article")]
_NamesIn = Annotated[list[Language] | None, repeatable("only names in these languages; summaries are English", "fr")]


class SearchPage(Page[Hit]):
    """A page of what a search found."""

    matching: Literal["all", "any"] = Field(
        description="whether the items fit all words, or some of them because nothing fits all"
    )
    suggestion: str | None = Field(
        description="the text with misspelt words replaced by near ones, where nothing fits all "
        "words as they are; null where no word is near"
    )
    word: WordAnswer | None = Field(
        description="what a word of practitioners leads to, as webcam or grooming; null where the text has none"
    )


class Suggestion(Hit):
    """A thing that somebody may mean."""

    page: str = Field(description="path of the page about it")


class Suggestions(Answer):
    """What somebody may mean who has typed so far, the likeliest first."""

    q: str = Field(description="what has been typed")
    items: tuple[Suggestion, ...]


router = SubjectRouter("Search")


@router.get_list("/search", Hit, "Search", page=SearchPage)
def search(store: ServedStore, options: Listing, q: _Words, kind: _Kind = None, names_in: _NamesIn = None) -> Response:
    """Names and titles in six languages, usual names, keys, and our summaries.

    What the text means comes first (`Ireland OPSC`, `article 3 OPSC`, `4 (a)`), then what is
    named exactly so, names that begin so, names with these words, and summaries with them.
    """
    hits = search_index(store).find(q, kind, names_in)
    matching = "all" if hits.whole else "any"
    word = hits.word and hits.word.model_dump(mode="json")
    return options.page(Hit, hits, "search", matching=matching, suggestion=hits.suggestion, word=word)


@router.get_one("/suggest", Suggestions, "Complete what is typed")
def suggest(store: ServedStore, page_of: PageOfHit, options: Single, q: _Typed, limit: _Limit = 8) -> Response:
    """States, treaties, topics, paragraphs and pages that somebody may mean.

    Where no name fits, those that a near spelling would find.
    """
    hits = search_index(store).complete(q, limit)
    items = tuple(Suggestion(**hit.model_dump(by_alias=False), page=page_of(hit)) for hit in hits)
    return options.one(Suggestions(q=q, items=items))


_SchemeKey = Annotated[
    str, path_key(r"^[A-Za-z][A-Za-z-]*$", "status", "key of a vocabulary, as `/vocabularies` lists them"), Lower
]


vocabularies_router = SubjectRouter("Vocabularies")


@vocabularies_router.get_list("/vocabularies", Scheme, "The vocabularies")
def list_vocabularies(store: ServedStore, options: Listing) -> Response:
    """Every vocabulary with what its concepts are for."""
    return options.page(Scheme, schemes(store), "vocabularies")


@vocabularies_router.get_list("/vocabularies/{scheme}", Concept, "The concepts of a vocabulary")
def list_concepts(store: ServedStore, options: Listing, scheme: _SchemeKey) -> Response:
    """Codes with labels, definitions, broader concepts and links to other thesauri."""
    return options.page(Concept, concepts(store, scheme), scheme)


@vocabularies_router.get_list("/topics", Topic, "Topics")
def list_topics(store: ServedStore, options: Listing) -> Response:
    """The topics, and how many paragraphs and provisions are about each.

    The texts have the narrower topics; the broader ones group these.
    """
    return options.page(Topic, topics(store), "topics")


@vocabularies_router.get_one("/topics/{key}", TopicDetail, "One topic")
def get_topic(store: ServedStore, options: Single, key: ConceptCode) -> Response:
    """Its paragraphs, the articles of treaties, who is bound by these, and declarations.

    A broad topic holds what its narrower ones hold. Each treaty counts on its as-of date.
    """
    return options.one(topic(store, key))
