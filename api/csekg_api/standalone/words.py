"""What the pages of the folder say that those of the service do not."""

from __future__ import annotations

from lxml import html

from csekg_api.web.words import _


def notice(version: str, service: str) -> html.HtmlElement:
    """Return what stands on top of each page: that it is a copy, of which release, of what service.

    `version` is '' for a dataset that states no release, `service` for none that people can reach.
    """
    paragraph = html.Element("p", {"class": "notice no-print"})
    copied = (
        _("A copy of release {version} of the data as files.", version=version)
        if version
        else _("A copy of the data as files.")
    )
    if service:
        elsewhere = _("Forms, and links to what is not in it, lead to the service:")
        paragraph.text = f"{copied} {elsewhere} "
        address = html.Element("a", {"href": f"{service}/"})
        address.text = service
        paragraph.append(address)
    else:
        lacking = _("What needs the service is not in it, and no link.")
        paragraph.text = f"{copied} {lacking}"
    return paragraph


def no_form() -> str:
    """Return what stands in the place of a form."""
    return _("Here the service has a form, which this copy cannot answer.")


def script_words() -> dict[str, str]:
    """Return the words that the script of the folder shows, by the names that it has for them."""
    return {
        "nothing": _("Nothing found"),
        "loading": _("The data are being loaded, once for this page …"),
        "asking": _("The query is being answered …"),
        "stop": _("Stop"),
        "stopped": _("Stopped"),
        "answered": _("Rows: {rows}; {seconds} s, in this browser"),
        "shown": _("The first {rows} rows are shown."),
        "yes": _("Yes"),
        "no": _("No"),
        "save": _("Save as CSV"),
        "failed": _("The data could not be loaded: this page needs the folders “static” and “dataset” beside it."),
    }
