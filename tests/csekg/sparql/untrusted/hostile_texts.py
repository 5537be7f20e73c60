"""Generates texts with SERVICE in places where one parser sees it and another does not."""

from __future__ import annotations

import random
from collections.abc import Iterator

#: The placeholder for the address of the listener; prefixes lead to it, too.
ADDRESS = "@ADDRESS@"

_PROLOGUE = (
    "PREFIX : <@ADDRESS@> PREFIX e: <@ADDRESS@> PREFIX w: <http://www.w> PREFIX x:<urn:x:>",
    "PREFIX SERVICE: <@ADDRESS@> PREFIX : <@ADDRESS@> PREFIX e: <urn:e:> PREFIX x:<urn:x:>",
    "BASE <@ADDRESS@> PREFIX : <#> PREFIX e: <e/> PREFIX x: <@ADDRESS@>",
)
_KEYWORD = (
    "SERVICE",
    "service ",
    "Service",
    "SERVICE SILENT ",
    "SERVICESILENT ",
    "SERVICE#'\n",
    "serVICE\t",
    "\\u0053ERVICE ",
    "S\\u0045RVICE ",
    "SERVIC\\U00000045",
    "ServicE#>\r",
    "SER VICE ",
    "SERVICE\f",
    "\u017fERVICE ",
    "SERVI\u0301CE ",
    "SERVICE\ufeff",
    "SERVICE\u00a0",
)
_NAMED = (
    "<@ADDRESS@>",
    " <@ADDRESS@>",
    ":x",
    " e:x",
    "e:x",
    " :",
    "?v",
    "<#>",
    " x:",
    "#\n<@ADDRESS@>",
    " SERVICE:",
    "<\\u0068ttp:@ADDRESS@>",
)
_HARMLESS = ("", " ", "OPTIONAL", "MINUS ", "GRAPH ?g")
_GROUP = ("{?s ?p ?o}", " { }", "#>\n{ ?x ?y ?z }", "{SELECT*{}}", "\n{}")
#: Text before the keyword that may make it a part of another token.
_BEFORE = (
    "",
    "?c a w:3.org\\/2002\\/07\\/owl\\#Class.",
    "?c a x:a.b.",
    "x:a.b.c ?p ?o.",
    "?s ?p 1.",
    "?s ?p 1",
    "?s ?p 1.0",
    "?s ?p 1.e5",
    "?s ?p .5",
    "?s ?p -1",
    "?s ?p true",
    "?s ?p 'a'@en",
    "?s ?p 'a'@en-x-",
    "?s ?p 'a'^^x:t.",
    "?s ?p :a.",
    "?s ?p :a-",
    "?s ?p :a\\.",
    "?s ?p :%41.",
    "?s ?p :.",
    "?s ?p _:a.b.",
    "?s ?p _:a.",
    "_:a.b.c ?p ?o.",
    "?s ?p ?o.",
    "?s ?p ?ö.",
    "?s ?p ö:ö.",
    "?s ?p '''a'b\"'''",
    '?s ?p """a"b\'""".',
    "?s ?p 'a\\'b'.",
    '?s ?p "\\u0022".',
    "?s ?p '\\\\'.",
    "FILTER(?a<?b)",
    "FILTER(1<2&&'>'!='')",
    "FILTER(1<2&&\"'>\"!='')",
    "FILTER(?a<?b&&?c>?d)",
    "FILTER(?a<=?b||?c>=?d)",
    "FILTER(1<2&&'>#'!='')",
    "FILTER(?a IN(<a>,1))",
    "OPTIONAL{}",
    "{}UNION{}",
    "MINUS{}",
    "VALUES ?v{<@ADDRESS@>}",
    "BIND(<@ADDRESS@> AS ?v)",
    "GRAPH ?g{}",
    "?s :p*/:q ?o.",
    "?s ^:p|!:q ?o.",
    "?s(:p)+?o.",
    "[]?p ?o.",
    "?s ?p(1 2).",
    "<a> <b> <c>.",
    "?s ?p <a'b>.",
    "?s ?p <urn:a?b=c&d>.",
    "FILTER(EXISTS{?s ?p ?o})",
    "FILTER(NOT EXISTS{})",
    "<<?s ?p ?o>>?q ?r.",
    "?s ?p ?o{|?a ?b|}.",
    "LATERAL{}",
    "{SELECT(COUNT(*)AS?n){}}",
    "# '\n",
    "#\r",
    "# SERVICE\n",
    "FILTER(STR(?s)<'x>y')",
    "FILTER(IF(?a<?b,?c>?d,true))",
    "?s a ?o.",
    "?s ?p 'SERVICE'.",
)
_AFTER = ("", " ", ".", "#'", "FILTER(''='')", "FILTER(?c>?d)", "?s ?p 'x'.", "'", '"""', "\\")
_WHOLE = (
    "{p} SELECT * {{ {b}{k}{n}{g}{a} }}",
    "{p} ASK {{ {b}{k}{n}{g}{a} }}",
    "{p} CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {b}{k}{n}{g}{a} }}",
    "{p} DESCRIBE ?s {{ {b}{k}{n}{g}{a} }}",
    "{p} SELECT * {{ FILTER EXISTS {{ {b}{k}{n}{g} }} {a} }}",
    "{p} SELECT * {{ {{ {b} }} UNION {{ {k}{n}{g} }} {a} }}",
    "{p} SELECT (EXISTS {{ {b}{k}{n}{g} }} AS ?x) {{ {a} }}",
    "{p} SELECT * FROM <@ADDRESS@> FROM NAMED :x {{ {b}{k}{n}{g}{a} }}",
    "{b}{p} SELECT * {{ {k}{n}{g}{a} }}",
)
_SPLICE = [*"'\"<>{}()[].,;:#\\@?$^&|!=*+-/ \n\r\t\u017f\u00e9\u200d0aS_%", "''", "'''", '"""', "<<"]


def hostile_texts(seed: int) -> Iterator[str]:
    """Yield texts without end, the same ones for the same seed; about a third are queries."""
    chance = random.Random(seed)
    while True:
        pieces = [chance.choice(_BEFORE) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
        before = chance.choice(("", " ")).join(pieces)
        keyword = chance.choice(_KEYWORD[: chance.choice((4, 6, 99))])
        named = chance.choice(_NAMED[: chance.choice((2, 99))])
        if chance.random() < 0.4:
            keyword, named = chance.choice(_HARMLESS), ""
        whole: str = chance.choice(_WHOLE[: chance.choice((4, 99))])
        text = whole.format(
            p=chance.choice(_PROLOGUE),
            b=before,
            k=keyword,
            n=named,
            g=chance.choice(_GROUP),
            a=chance.choice(_AFTER[: chance.choice((3, 99))]),
        )
        for _ in range(chance.choice((0, 0, 0, 0, 0, 0, 1, 2, 4))):
            text = _spoilt(text, chance)
        yield text


def _spoilt(text: str, chance: random.Random) -> str:
    splice: str = chance.choice(_SPLICE)
    at, way = chance.randrange(len(text)), chance.random()
    if way < 0.4:
        return text[:at] + splice + text[at:]
    if way < 0.6:
        return text[:at] + text[at + 1 :]
    if way < 0.8:
        other = chance.randrange(len(text))
        return text[:at] + text[other : other + chance.randint(1, 12)] + text[at:]
    return text.replace(" ", splice, 1)
