"""The report as Markdown, for the page of a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cv_action.report.call import ANSWERED, CallReport
from cv_action.report.difference import difference_lines
from cv_action.report.encode import plain
from cv_action.report.problem import Problem
from cv_action.report.run import FactReport, FileReport, Outcome, RunReport
from cv_action.report.target import TargetReport, TermReport

_TITLES: Final = {
    Outcome.ENHANCED: "CV enhanced",
    Outcome.RENDERED: "CV rendered",
    Outcome.UNCHANGED: "CV unchanged",
    Outcome.PREVIEWED: "CV previewed",
    Outcome.ROLLED_BACK: "CV rolled back",
    Outcome.FAILED: "CV not updated",
}
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&@!()])")
_YAML: Final = re.compile(r"[a-z-]+:(?:\n +[a-z-]+: [^`\n]*)+\Z")
"""A paragraph that can be copied into a workflow."""
_LONGEST: Final = 300
_LONG: Final = 1_000
"""Characters of a sentence of our own, which may quote somebody."""
_TERMS: Final = 25
_PLACES: Final = 4
_FACTS: Final = ("| source | other words | | why |", "| --- | --- | --- | --- |")
_CALLS: Final = (
    "| for | lane | model | | tokens in → out | list price |",
    "| --- | --- | --- | --- | ---: | ---: |",
)


def summary(report: RunReport) -> str:
    """What a run did, in one screen: outcome, files, words that changed, problems."""
    return "\n".join(_lines(report)) + "\n"


def literal(text: str, longest: int = _LONGEST) -> str:
    """A foreign text that shows as it is in one line of Markdown, shortened."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line if len(line) <= longest else f"{line[:longest]}…"
    return _MARKS.sub(r"\\\1", line).replace("://", ":&#8203;//")


def _lines(report: RunReport) -> Iterator[str]:
    yield f"## {_TITLES[report.outcome]}"
    yield ""
    yield literal(report.reason, _LONG)
    yield from _remedies(report)
    yield from _documents(report)
    if report.facts:
        yield from ("", "### Words", "", *_FACTS)
        yield from (_fact(fact) for fact in report.facts)
    if report.target:
        yield from _target(report.target)
    if report.calls:
        yield from ("", "### Calls", "", *_CALLS)
        yield from (_call(call) for call in report.calls)
        yield from ("", _spent(report))
    yield from _problems(report)
    if report.facts_total:
        yield from ("", _counted(report))


def _remedies(report: RunReport) -> Iterator[str]:
    """What to do about the reason, where that is a problem."""
    for problem in report.problems:
        if problem.message == report.reason:
            yield from _remedy(problem)


def _problems(report: RunReport) -> Iterator[str]:
    """All problems but the reason, which stands above."""
    others = [problem for problem in report.problems if problem.message != report.reason]
    if others:
        yield from ("", "### What to look at", "")
        yield from (line for problem in others for line in _problem(problem))


def _counted(report: RunReport) -> str:
    changed = len({fact.fact_id for fact in report.facts if fact.before != fact.after})
    waiting = f", {report.facts_waiting} still to be asked about" if report.facts_waiting else ""
    return f"{report.facts_total} statements read, {changed} in other words{waiting}."


def _documents(report: RunReport) -> Iterator[str]:
    """The files, and where nothing was handed back, what would be different in them."""
    if report.files:
        yield from ("", "| file | size | |", "| --- | ---: | --- |")
        yield from (_file(file) for file in report.files)
    if report.differences:
        yield from ("", "### What would change", "", *difference_lines(report.differences))


def _file(file: FileReport) -> str:
    return (
        f"| {literal(file.path)} | {file.size:,} B | {'changed' if file.changed else 'as before'} |"
    )


def _fact(fact: FactReport) -> str:
    other = literal(fact.proposed or fact.after)
    more = len(fact.findings) - 1
    why = literal(fact.reason) + (f" ({more} more in the report)" if more > 0 else "")
    return f"| {literal(fact.before)} | {other} | {fact.treatment} | {why} |"


def _target(target: TargetReport) -> Iterator[str]:
    """What was asked for, where the CV says it, and what it does not say."""
    said, gaps = target.carried[:_TERMS], target.gaps[:_TERMS]
    yield from ("", "### What was asked for", "", _answer(target))
    if said:
        yield from ("", "| asked for | | your CV says it in |", "| --- | --- | --- |")
        yield from (f"| {literal(one.term)} | {one.asked} | {_places(one)} |" for one in said)
    if gaps:
        listed = ", ".join(literal(term.term) for term in gaps)
        yield from ("", f"Asked for, and nothing in your CV says it in these words: {listed}.")


def _answer(target: TargetReport) -> str:
    match target.moved:
        case 0:
            moved = "nothing had to move"
        case 1:
            moved = "1 text stands in another place for it"
        case many:
            moved = f"{many} texts stand in another place for it"
    return (
        f"{len(target.carried)} of the {len(target.terms)} things that {literal(target.file)} asks"
        f" for are in your CV; {moved}."
    )


def _places(term: TermReport) -> str:
    """The places of some facts, each once, with how many there are in it."""
    places = Counter("/".join(fact_id.split("/")[:2]) for fact_id in term.facts)
    shown = [
        f"{literal(place)} ({count})" if count > 1 else literal(place)
        for place, count in places.items()
    ]
    more = f" and {len(shown) - _PLACES} more" if len(shown) > _PLACES else ""
    return ", ".join(shown[:_PLACES]) + more


def _call(call: CallReport) -> str:
    tokens = (
        "not counted"
        if call.output_tokens is None
        else f"{_prompt(call):,} → {call.output_tokens:,}"
    )
    how = call.outcome if call.outcome == ANSWERED else literal(f"{call.outcome}: {call.detail}")
    cells = (call.purpose, call.lane, literal(call.model), how, tokens, f"${plain(call.list_usd)}")
    return f"| {' | '.join(cells)} |"


def _prompt(call: CallReport) -> int:
    return sum(
        count or 0 for count in (call.input_tokens, call.cache_read_tokens, call.cache_write_tokens)
    )


def _spent(report: RunReport) -> str:
    return f"${plain(report.usd)} spent; ${plain(report.list_usd)} at list price."


def _problem(problem: Problem) -> Iterator[str]:
    place = f"{literal(problem.place)}: " if problem.place else ""
    yield f"- **{problem.severity}** {place}{literal(problem.sentence)}"
    yield from (f"  {line}".rstrip() for line in _remedy(problem))


def _remedy(problem: Problem) -> Iterator[str]:
    """What to do, in paragraphs; what is there to be copied stands in a block of its own."""
    for paragraph in problem.remedy.split("\n\n") if problem.remedy else ():
        copied = _YAML.match(paragraph)
        block = ("```yaml", *paragraph.splitlines(), "```") if copied else ()
        yield from ("", *(block or (literal(paragraph, _LONG),)))
