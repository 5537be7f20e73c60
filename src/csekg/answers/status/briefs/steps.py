"""The steps by which a State joins a treaty, made of the treaty's clauses and what it has done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.status.briefs.rules import JoiningRules
from csekg.answers.status.standing import Standing
from csekg.law.entry_into_force import Wait

StepKind = Literal["join-first", "invitation", "sign", "consent", "declare", "effect"]
#: Consent that follows a signature, in the order in which treaties name its forms.
_AFTER_SIGNATURE = ("ratification", "acceptance", "approval")
_FROM = {
    "deposit": "the deposit", "registration": "the registration",
    "expression-of-consent": "its consent",
}  # fmt: skip


class Step(Answer):
    """A step by which a State joins a treaty."""

    kind: StepKind
    text: str = Field(description="what is to be done, or what follows, in our words")
    article: str | None = Field(description="the clause, as `article 13(2)`")
    checked: bool = Field(description="whether the clause was checked against a text")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A State or organization that may join: how it stands, and its status by treaty key."""

    standing: Standing
    statuses: Mapping[str, str]
    is_organization: bool

    @property
    def invited_only(self) -> bool:
        """Whether it stands outside the group whose members need no invitation."""
        return self.standing.status == "needs-invitation"


def steps(of: Candidate, rules: JoiningRules) -> tuple[Step, ...]:
    """Return the steps by which a State joins a treaty, in their order; the last is the effect."""
    return (
        *_before(of, rules), *_consent(of, rules), *_declarations(of, rules), *_effect(of, rules)
    )  # fmt: skip


def first_to_join(of: Candidate, rules: JoiningRules) -> tuple[Ref, ...]:
    """Return the treaties to one of which a State must be a party before; () where it is one."""
    return () if _has_one(of, rules.parents, "party") else rules.parents


def _step(kind: StepKind, text: str, rules: JoiningRules, clause: str = "") -> Step:
    found = rules.clauses.get(clause)
    article = found.article if found else None
    return Step(kind=kind, text=text, article=article, checked=found is None or found.checked)


def _before(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    """Yield what must come first: another treaty, an invitation."""
    if parents := [f"the {each.name}{_held(of, each)}" for each in first_to_join(of, rules)]:
        yield _step("join-first", f"Become a party to {_either(parents)} first.", rules)
    acted = ("party", "contracting-state", "signatory")
    if rules.acted_under and not _has_one(of, rules.acted_under, *acted):
        names = _either([f"the {each.name}" for each in rules.acted_under])
        yield _step("join-first", f"Sign or join {names} first.", rules)
    if of.invited_only:
        outside = f" not among the {rules.members_first.name}" if rules.members_first else ""
        yield _step(
            "invitation", f"Obtain an invitation: a State{outside} can accede only on invitation.",
            rules, "who-may-accede",
        )  # fmt: skip


def _has_one(of: Candidate, treaties: tuple[Ref, ...], *statuses: str) -> bool:
    return any(of.statuses.get(each.key) in statuses for each in treaties)


def _held(of: Candidate, treaty: Ref) -> str:
    match of.statuses.get(treaty.key):
        case "signatory":
            return " (which it has signed)"
        case "needs-invitation":
            return " (which it can join only on invitation)"
    return ""


def _consent(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    """Yield signature and consent, by the ways that are open to it."""
    status = of.standing.status
    forms = [kind for kind in _AFTER_SIGNATURE if kind in rules.consent_kinds]
    invited = of.invited_only or of.standing.actor.id in rules.invited
    accedes = "accession" in rules.consent_kinds and (
        invited if rules.accession_on_invitation else True
    )
    closes = rules.signature_closes_on
    is_open = bool(rules.allows_signature) and (not closes or of.standing.as_of <= closes)
    signs = is_open and not (rules.accession_on_invitation and invited)
    where = f" with the {rules.depositary}" if rules.depositary else ""
    if rules.rule and rules.rule.counts_from == "registration":
        to = f" to the {rules.depositary}" if rules.depositary else ""
        text = f"Send the instrument of {_either(forms)}{to}, who registers it."
        yield _step("consent", text, rules, "consent-forms")
    elif status == "signatory":
        text = f"Deposit an instrument of {_either(forms)}{where}."
        yield _step("consent", text, rules, "consent-forms")
    elif accedes and not (signs and rules.parents):
        signed = " No signature is needed before." if signs else ""
        text = f"Deposit an instrument of accession{where}.{signed}{_open_to(rules)}"
        yield _step("consent", text, rules, "who-may-accede")
        if signs and forms:
            text = f"Or sign, and then deposit an instrument of {_either(forms)}."
            yield _step("sign", text, rules, "who-may-sign")
    elif forms:
        if signs:
            yield _step("sign", "Sign.", rules, "who-may-sign")
        text = f"Deposit an instrument of {_either(forms)}{where}."
        yield _step("consent", text, rules, "consent-forms")
        if accedes:
            text = f"Or deposit an instrument of accession.{_open_to(rules)}"
            yield _step("consent", text, rules, "who-may-accede")


def _open_to(rules: JoiningRules) -> str:
    """Return who may accede, where a protocol has a clause that does not admit any State."""
    clause = rules.clauses.get("who-may-accede")
    if not rules.parents or clause is None or not clause.value:
        return ""
    return "" if clause.value.startswith("any State") else f" Open to {clause.value}."


def _declarations(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    for provisions, what in (
        (rules.declared, "make the declaration or notice that {} asks for"),
        (rules.competence if of.is_organization else (), "declare its competence under {}"),
    ):
        numbers = [each.name.rpartition(", article ")[2] for each in provisions]
        if numbers:
            articles = f"article{'s' if len(numbers) > 1 else ''} {_listed(numbers)}"
            asks = what.replace(" asks ", " ask ") if len(numbers) > 1 else what
            yield _step("declare", f"With it, {asks.format(articles)}.", rules)


def _effect(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    """Yield from when the treaty binds the State."""
    rule = rules.rule
    clause = rules.clauses.get("later-rule")
    checked = clause is None or clause.checked
    if rule is None:
        return
    if rules.in_force_on is None:
        article = (clause := rules.clauses.get("treaty-eif-condition")) and clause.article
        text = "The treaty is not in force yet"
        if rule.threshold:
            text += f": that takes the consent of {rule.threshold}"
            if rule.threshold_members:
                text += f", {rule.threshold_members} of them member States"
        yield Step(kind="effect", text=f"{text}.", article=article or None, checked=checked)
        return
    if rule.waiting_period is None or rule.counts_from is None:
        return
    length, start = Wait.parse(rule.waiting_period).words, _FROM[rule.counts_from]
    joiner = "the organization" if of.is_organization else "the State"
    when = (
        f"on the first day of the month after {length} from {start}"
        if rule.rounds_to_first_of_next_month
        else f"{length} after {start}"
    )
    text = f"The treaty enters into force for {joiner} {when}."
    yield Step(kind="effect", text=text, article=rule.article, checked=checked)


def _either(names: list[str]) -> str:
    return _listed(names, "or")


def _listed(names: list[str], last: str = "and") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
