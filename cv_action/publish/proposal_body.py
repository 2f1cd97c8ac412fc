"""What a pull request says: every fact in its old and its new words, what was refused, the cost.

The words are somebody's, so they show as they are: nobody is mentioned, no issue is linked or
closed, nothing is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from cv_action.publish.proposal import LARGEST, task
from cv_action.report.call import CallReport
from cv_action.report.encode import plain
from cv_action.report.run import FactReport, Treatment
from cv_action.report.summary import literal

_ROOM: Final = LARGEST - 5_000
"""Bytes, which are never fewer than GitHub's characters, for the lists; the rest is short."""
_ACTING: Final = re.compile(r"(\\[@#])|\b(GH)(?=-\d)", re.IGNORECASE)
_HOW: Final = """\
Tick what you do not want: the next run leaves it in your own words and does not ask again. \
Merging before that run publishes what is ticked too, until a later one takes it back. What is \
merged without a tick is accepted; closing this unmerged refuses all of it."""


def proposal_body(reason: str, facts: Sequence[FactReport], calls: Sequence[CallReport]) -> str:
    """The text of a pull request, in Markdown, bounded to what GitHub takes.

    ``facts`` are all that the run treated, ``calls`` all its calls to a model.
    """
    offered = [fact for fact in facts if fact.before != fact.after]
    owners = [fact for fact in facts if fact.treatment is Treatment.REJECTED]
    refused = [fact for fact in facts if fact.treatment is Treatment.REFUSED]
    lines = [quiet(reason)]
    if offered:
        lines += ["", "### Other words", "", _HOW, "", *_bounded(map(_task, offered), _ROOM // 2)]
    if owners:
        told = _bounded(map(_kept, owners), _ROOM // 6)
        lines += ["", "### Refused by you", "", "These stay in your own words.", "", *told]
    if refused:
        lines += ["", "### Refused by the guard", "", *_bounded(map(_refusal, refused), _ROOM // 3)]
    return "\n".join([*lines, "", _cost(calls)]) + "\n"


def quiet(text: str) -> str:
    """A foreign text in one line of Markdown that shows as it is and does nothing.

    Why beyond ``literal``: in a pull request GitHub acts on a name or a number after it is
    rendered, where a backslash is no help; a space of no width is.
    """
    return _ACTING.sub(r"\g<0>&#8203;", literal(text))


def _task(fact: FactReport) -> str:
    how = f" ({fact.treatment}{f', {quiet(fact.model)}' if fact.model else ''})"
    return task(fact.fact_id, f"{quiet(fact.after)}{how}<br>instead of: {quiet(fact.before)}")


def _kept(fact: FactReport) -> str:
    return task(fact.fact_id, quiet(fact.before), ticked=True)


def _refusal(fact: FactReport) -> str:
    why = "; ".join(quiet(finding.reason) for finding in fact.findings) or quiet(fact.reason)
    return f"- {quiet(fact.proposed)}<br>stays: {quiet(fact.before)}<br>because: {why}"


def _bounded(lines: Iterable[str], room: int) -> Iterator[str]:
    """As many whole lines as there is room for, and how many are left out."""
    left = 0
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            left += 1
        else:
            yield line
    if left:
        yield f"\n{left} more are in the run's report."


def _cost(calls: Sequence[CallReport]) -> str:
    usd = sum((call.usd for call in calls), Decimal(0))
    list_usd = sum((call.list_usd for call in calls), Decimal(0))
    count = "1 call" if len(calls) == 1 else f"{len(calls)} calls"
    return f"{count} to a model: ${plain(usd)} spent; ${plain(list_usd)} at list price."
