"""The columns of lists: names for programs, headings for people in their language."""

from __future__ import annotations

from csekg.answers.common.tables import in_words, table_of
from csekg.answers.status.status_answers import Standing
from csekg.languages.current import speaking


def test_headings_are_the_words_of_the_name_where_these_do_not_mislead() -> None:
    assert in_words("actorName") == in_words("actor_name") == "Actor name"
    table = table_of(Standing)
    assert table.keys[:4] == ("iri", "actor", "actor_name", "treaty")
    assert table.headings[:4] == ("Identifier", "State (code)", "State", "Treaty (key)")
    [known] = [column for column in table.columns if column.key == "held_since"]
    assert known.kind == "day"
    assert known.meaning.startswith("day from which the status is held")


def test_another_language_has_the_same_columns_with_other_headings() -> None:
    english = list(map(str, table_of(Standing).headings))
    with speaking("fr"):
        french = list(map(str, table_of(Standing).headings))
    # Some words are the same in both languages.
    assert len(set(french) & set(english)) < len(english) / 4
