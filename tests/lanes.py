"""Lanes that answer as a test has planned, and remember what they were asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed, Sighting, Spent
from cv_action.claude.usage import Usage
from cv_action.quota.prices import PriceTable, list_prices

Step = Callable[[Prompt, str], Answered | Failed]


def statements_in(prompt: Prompt) -> list[dict[str, Any]]:
    """The statements of a request, as a model reads them."""
    found = re.fullmatch(r"<statements>\n(.*)\n</statements>", prompt.request, re.DOTALL)
    assert found
    statements = json.loads(found[1])
    assert isinstance(statements, list)
    assert statements
    return statements


def used(prompt: Prompt, data: object = "") -> Usage:
    """Tokens as a model would count them: four characters each, and some of thinking."""
    said = len(prompt.system) + len(prompt.context) + len(prompt.request)
    return Usage(input=said // 4, output=len(json.dumps(data)) // 4 + 100)


@dataclass
class Editor:
    """A model that finds other words.

    ``better`` are its words by what was said, ``mended`` those of a second try, ``quotes`` what it
    quotes for words that it was asked about; what has no quotation does not follow.
    """

    better: Mapping[str, str] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)

    def data(self, prompt: Prompt) -> dict[str, list[dict[str, Any]]]:
        return {"statements": [self._statement(one) for one in statements_in(prompt)]}

    def _statement(self, one: Mapping[str, Any]) -> dict[str, Any]:
        match one:
            case {"ref": ref, "text": text}:
                return {"ref": ref, "text": self.better.get(text, text)}
            case {"ref": ref, "said": said, "made": _, "wrong": wrong}:
                assert wrong
                return {"ref": ref, "text": self.mended.get(said, said)}
            case {"ref": ref, "before": _, "after": after, "doubts": doubts}:
                assert doubts
                quote = self.quotes.get(after, "")
                return {"ref": ref, "follows": bool(quote), "quote": quote}
            case _:
                raise AssertionError(one)

    def __call__(self, prompt: Prompt, model: str) -> Answered | Failed:
        data = self.data(prompt)
        return Answered(data=data, spent=(Spent(model, used(prompt, data)),))


@dataclass
class FakeLane:
    """One lane: its planned steps first, one for each request, and then ``otherwise``.

    ``bill`` is what really was used, whoever is told. ``doubtful`` is what was used after the plan
    was billed beyond its quota, by answers that did not say whether it still was. Every request
    takes a while of ``clock``.
    """

    lane: Lane
    otherwise: Step = field(default_factory=Editor)
    planned: list[Step] = field(default_factory=list)
    clock: Callable[[timedelta], None] = lambda _: None
    asked: list[tuple[str, Prompt]] = field(default_factory=list)
    bill: list[Spent] = field(default_factory=list)
    unpaid: list[Spent] = field(default_factory=list)
    doubtful: list[Spent] = field(default_factory=list)
    was_over: bool = False
    prices: PriceTable = field(default_factory=list_prices)
    counted: int = 0

    def ask(self, prompt: Prompt, model: str) -> Answered | Failed:
        self.asked.append((model, prompt))
        self.clock(timedelta(seconds=7))
        step = self.planned.pop(0) if self.planned else self.otherwise
        answer = step(prompt, model)
        over = any(one.overage for one in answer.seen)
        if self.lane is Lane.API or over:
            self.bill.extend(answer.spent)
        else:
            silent = self.was_over and not answer.seen
            (self.doubtful if silent else self.unpaid).extend(answer.spent)
        self.was_over = over if answer.seen else self.was_over
        return answer

    def prompt_tokens(self, prompt: Prompt, model: str) -> int:
        assert model in self.prices.models
        self.counted += 1
        return used(prompt).input + 200

    def charged(self, at: datetime) -> Decimal:
        """Money that the lane has really cost, by the table."""
        return self._cost(self.bill, at)

    def doubted(self, at: datetime) -> Decimal:
        """Money that it may have cost as well."""
        return self._cost(self.doubtful, at)

    def _cost(self, spent: Iterable[Spent], at: datetime) -> Decimal:
        return sum((self.prices.cost(one.model, one.usage, at) for one in spent), Decimal(0))


def says(data: object) -> Step:
    """Answer with this, whatever was asked."""
    return lambda prompt, model: Answered(data=data, spent=(Spent(model, used(prompt, data)),))


def fails(
    failure: Failure,
    detail: str = "",
    *,
    seen: tuple[Sighting, ...] = (),
    measured: bool = True,
    retry_after: timedelta | None = None,
    resets_at: datetime | None = None,
) -> Step:
    """Give no answer; what was used is nothing, or nobody knows."""
    failed = Failed(
        failure=failure,
        detail=detail or f"planned {failure}",
        seen=seen,
        measured=measured,
        retry_after=retry_after,
        resets_at=resets_at,
    )
    return lambda _prompt, _model: failed


def wasted(failure: Failure) -> Step:
    """Give no answer that can be used, and bill what it took all the same."""

    def step(prompt: Prompt, model: str) -> Failed:
        return Failed(failure=failure, detail="planned", spent=(Spent(model, used(prompt)),))

    return step


def thorough(editor: Editor) -> Step:
    """Answer, and take all the tokens that an answer may have."""

    def step(prompt: Prompt, model: str) -> Answered:
        usage = Usage(input=used(prompt).input, output=prompt.max_output)
        return Answered(data=editor.data(prompt), spent=(Spent(model, usage),))

    return step


def sees(*seen: Sighting, step: Step | None = None) -> Step:
    """Answer, and say something about quota windows."""

    def told(prompt: Prompt, model: str) -> Answered | Failed:
        return replace((step or Editor())(prompt, model), seen=seen)

    return told
