"""The checks of names in languages: each stands beside an English one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csekg import namespaces as ns
from csekg.errors import did_you_mean
from csekg.facts.actors import Actor, Group, Territory
from csekg.facts.documents import Document
from csekg.facts.names_in_languages import FULL, SHORT, NameInLanguage
from csekg.facts.treaties import Treaty

#: The English name of a thing, by the path of its IRI and the form of the name.
EnglishNames = Mapping[tuple[str, str], str]


def english_names(
    instruments: Mapping[str, Treaty | Document],
    actors: Mapping[str, Actor],
    groups: Mapping[str, Group],
    territories: Mapping[str, Territory],
    labels: tuple[Mapping[str, str], Mapping[str, str]],
) -> EnglishNames:
    """Return the English names that may have others beside them.

    `labels` are those of vocabularies and ontology, and their other labels. A document without a
    title has no full name.
    """
    found: dict[tuple[str, str], str] = {
        (thing, form): name
        for form, named in zip((FULL, SHORT), labels, strict=True)
        for thing, name in named.items()
    }
    for key, each in instruments.items():
        path = each.path if isinstance(each, Document) else f"instrument/{key}"
        if isinstance(each, Treaty):
            found[path, FULL] = each.facts["title"]
        elif any(statement.title for statement in each.statements):
            found[path, FULL] = each.title
        if each.short_title:
            found[path, SHORT] = each.short_title
    for key, actor in actors.items():
        found[ns.actor(key).value.removeprefix(ns.ID), FULL] = actor.name
    for key, group in groups.items():
        found[ns.group(key).value.removeprefix(ns.ID), FULL] = group.name
    for key, territory in territories.items():
        found[ns.territory(key).value.removeprefix(ns.ID), FULL] = territory.name
    return found


def check_names(names: Iterable[NameInLanguage], english: EnglishNames) -> None:
    """Raise DataError at the first name of something that has no English name of that form."""
    known = {thing for thing, _ in english}
    for each in names:
        if each.thing not in known:
            hint = did_you_mean(each.thing, known)
            raise each.row.fail("nothing that has names has this path", each.thing, hint)
        if (each.thing, each.form) not in english:
            raise each.row.fail(f"{each.thing} has no English name of this form", each.form)
