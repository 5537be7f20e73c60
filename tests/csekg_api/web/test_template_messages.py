"""Messages in templates are in the language of the request, and their values are escaped."""

from __future__ import annotations

from markupsafe import Markup

from csekg.languages.current import speaking
from csekg_api.web.templates import gettext, ngettext, pgettext


def test_messages_are_in_the_language_and_their_values_are_escaped() -> None:
    assert gettext("Search") == "Search"
    with speaking("fr"):
        assert gettext("Search") == "Rechercher"
    assert gettext("in %(year)s", year="<1>") == Markup("in &lt;1&gt;")
    assert ngettext("%(num)s act", "%(num)s acts", 2) == Markup("2 acts")
    assert pgettext("kind", "State") == Markup("State")
    assert type(gettext("Search")) is Markup
