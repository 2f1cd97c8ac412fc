"""A plan as it is written down: small YAML, read strictly, with every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from operator import attrgetter
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cv_action.cv.model import Json
from cv_action.cv.source import Node, SourceError, decode
from cv_action.cv.yaml_source import parse_yaml
from cv_action.errors import ConfigurationError
from cv_action.quota.prices import PriceTable, UnknownModel
from cv_action.report.problem import Problem, shown
from cv_action.simulation.plan import ChangeRate, Outage, Plan, Subscription, TokensPerFact

_A_PLAN: Final = "a plan in YAML, with `start`, `days`, `schedule` and more"
_KEYS: Final = "keys with values"
_ACCEPTED: Final = {"model_type": _KEYS, "dict_type": _KEYS, "tuple_type": "a list"}
"""What stands in the place of the library's own words for Python's types."""
_SAYS: Final = "Input should be "
_PARTS: Final[Mapping[int | str, type[BaseModel]]] = {
    "tokens_per_fact": TokensPerFact,
    "change_rate": ChangeRate,
    "subscription": Subscription,
    "outages": Outage,
}

Place = tuple[int | str, ...]
"""The keys and numbers that lead to a value."""


class PlanError(ConfigurationError):
    """A plan cannot be simulated; ``problems`` has everything that is wrong with it, by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].sentence)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Page:
    """A file's name and where everything stands in it."""

    name: str
    root: Node

    def problem(
        self, place: Place, message: str, accepted: str, *, value: str | None = None
    ) -> Problem:
        """A problem at a place, with what stands there unless another value is given."""
        node = _nearest(self.root, place)
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
        return Problem(
            message,
            file=self.name,
            line=node.line,
            column=node.column,
            path=path.removeprefix("."),
            value=_shown(node) if value is None else value,
            accepted=accepted,
        )


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan, and the page that it stands on."""

    plan: Plan
    page: _Page

    def check_models(self, prices: PriceTable) -> None:
        """Refuse models that have no price when the plan starts.

        Raises:
            PlanError: there is none for one of them.
        """
        for key in ("model", "economy_model"):
            model = getattr(self.plan, key)
            try:
                prices.worst_case(model, prompt_tokens=1, max_output=1, at=self.plan.start)
            except UnknownModel as error:
                problem = self.page.problem((key,), error.message, "", value="")
                raise PlanError(
                    (replace(problem, accepted=error.hint.removeprefix("take ")),)
                ) from error


def read_plan(data: bytes, name: str, *, days: int | None = None) -> PlanFile:
    """The plan in a file's bytes; ``name`` is what problems call it.

    ``days`` takes the place of the file's own number of days.

    Raises:
        PlanError: it is no YAML, or not such a plan.
    """
    page = _Page(name, _root(data, name))
    try:
        plan = Plan.model_validate(_values(page.root, days))
    except ValidationError as error:
        raise PlanError(_problems(page, error)) from error
    return PlanFile(plan, page)


def _values(root: Node, days: int | None) -> Json:
    values = root.plain()
    if days is not None and isinstance(values, dict):
        return values | {"days": days}
    return values


def _root(data: bytes, name: str) -> Node:
    """Why the words are changed: the reader says what it wants a CV to be."""
    try:
        return parse_yaml(decode(data))
    except SourceError as error:
        raise PlanError(
            tuple(
                replace(one, file=name, accepted=_A_PLAN if "CV" in one.accepted else one.accepted)
                for one in error.problems
            )
        ) from error


def _problems(page: _Page, error: ValidationError) -> tuple[Problem, ...]:
    """Every problem, from the first line to the last."""
    told = error.errors(include_url=False, include_input=False)
    found = dict.fromkeys(_told(page, one) for one in told)
    return tuple(sorted(found, key=attrgetter("line", "column", "path")))


def _told(page: _Page, error: ErrorDetails) -> Problem:
    """Why a key is told with its value's place: it has none of its own."""
    place = tuple(part for part in error["loc"] if part != "[key]")
    match error["type"]:
        case "missing":
            return page.problem(place, "this key is missing", "", value="")
        case "extra_forbidden":
            return page.problem(place, "this key is not known", _known(place), value="")
        case "misfit":
            context = error["ctx"]
            about = (*place, context["at"]) if context["at"] else place
            value = "" if "[key]" in error["loc"] else None
            return page.problem(about, context["message"], context["accepted"], value=value)
        case kind:
            _, _, accepted = error["msg"].partition(_SAYS)
            return page.problem(
                place, "this does not fit", _ACCEPTED.get(kind, accepted or error["msg"])
            )


def _nearest(node: Node, place: Place) -> Node:
    """The node at a place, or the last one on the way to it."""
    for part in place:
        if isinstance(node.value, Mapping) and part in node.value:
            node = node.value[str(part)]
        elif isinstance(node.value, tuple) and isinstance(part, int):
            node = node.value[part]
        else:
            break
    return node


def _shown(node: Node) -> str:
    return "" if isinstance(node.value, Mapping | tuple) else shown(node.value)


def _known(place: Place) -> str:
    """The key that was probably meant, or all that there are in its place."""
    kind = next((_PARTS[part] for part in reversed(place[:-1]) if part in _PARTS), Plan)
    names = [field.alias or name for name, field in kind.model_fields.items()]
    return ", ".join(get_close_matches(str(place[-1]), names, n=1, cutoff=0.7) or names)
