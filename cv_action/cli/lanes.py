"""The job behind ``cv-action lanes``: what is configured, how it stands, what would be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Column

from cv_action.adapters.clock import wall_clock
from cv_action.adapters.directory_store import DirectoryStore
from cv_action.claude.lane import Lane
from cv_action.cli.asking import credentials
from cv_action.cli.ledger_place import Place, shelf
from cv_action.cli.quota_tables import ladder
from cv_action.cli.tables import heading, rows, section, sentences
from cv_action.cli.tables import show as show_table
from cv_action.cli.wire import print_json
from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import read
from cv_action.pipeline.quota_view import quota_view
from cv_action.quota.circuits import Circuit, circuits
from cv_action.quota.defaults import LIMITS
from cv_action.quota.ladder import Policy
from cv_action.quota.prices import list_prices
from cv_action.step.books import FOLDER

READY = "ready"


def show_lanes(chosen: Mapping[str, object], ledger: Path | None, *, as_json: bool) -> None:
    """Print how the lanes stand, by the environment and the ledger of a folder; nobody is asked.

    Raises:
        ConfigurationError: what was chosen or a credential does not fit.
        StoreError: the ledger cannot be read.
    """
    from cv_action.settings import settings_from  # noqa: PLC0415  slow to load
    from cv_action.step.asking import policy_of  # noqa: PLC0415  as above

    policy = policy_of(settings_from(**chosen, **credentials()))
    memory = _memory(ledger)
    view = quota_view(memory, limits=LIMITS, prices=list_prices(), policy=policy)
    standing = circuits(memory.events, memory.now)
    states = _states(policy, standing, memory)
    if as_json:
        print_json({"now": memory.now, "lanes": states, "ladder": view.ladder})
        return
    show_table(
        Group(
            heading("Lanes", memory.now),
            section("Credentials and circuits", _table(states)),
            section("What a run would ask now", ladder(view.ladder)),
        )
    )


def _memory(ledger: Path | None) -> Memory:
    """What the ledger of a folder says; a folder in which nothing ran yet has an empty one."""
    if ledger is None and not Path(FOLDER).is_dir():
        empty = DirectoryStore(folder=Path(FOLDER), run=0, clock=wall_clock)
        return read(empty, around=wall_clock())
    with shelf(Place(ledger)) as store:
        return read(store, around=wall_clock())


def _states(
    policy: Policy, standing: Iterable[Circuit], memory: Memory
) -> dict[str, dict[str, object]]:
    """Each lane of the policy: whether it has a credential, and what speaks against it."""
    circuit = {one.lane: one for one in standing}
    missing = {Lane.SUBSCRIPTION: policy.no_subscription, Lane.API: policy.no_api}
    return {
        lane: {
            "configured": not missing.get(lane),
            "circuit": circuit[lane].reason if lane in circuit else READY,
            "open": lane in circuit and circuit[lane].closed(memory.now),
            "reason": missing.get(lane, ""),
        }
        for lane in policy.lanes
    }


def _table(states: Mapping[str, Mapping[str, object]]) -> RenderableType:
    table = rows("lane", "configured", Column("state", ratio=1))
    for lane, state in states.items():
        said = str(state["reason"] or state["circuit"])
        table.add_row(lane, "yes" if state["configured"] else "no", sentences([said]))
    return table
