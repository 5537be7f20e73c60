"""The English names that the labels and the sentences of the dataset are made of."""

from __future__ import annotations

from csekg.derived.all_facts import AllFacts
from csekg.namespaces import RESOLUTION
from csekg.wording.names import Names


def english_names(all_facts: AllFacts) -> Names:
    """Return the names of actors, and the short titles of treaties and of the resolution."""
    actors = {key: actor.name for key, actor in all_facts.actors.items()}
    titles = {**all_facts.short_titles, RESOLUTION: all_facts.documents[RESOLUTION].short_title}
    return Names(actors.__getitem__, titles.__getitem__)
