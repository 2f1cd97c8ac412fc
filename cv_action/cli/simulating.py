"""The job behind ``cv-action simulate``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cv_action.adapters.directory_store import DirectoryStore
from cv_action.cli.simulation_tables import simulation_table
from cv_action.cli.spinner import Spinner
from cv_action.cli.tables import show
from cv_action.cli.wire import print_json
from cv_action.cli.work import read
from cv_action.errors import ConfigurationError
from cv_action.ledger.naming import segment_name, week_of
from cv_action.ledger.segment import pack
from cv_action.ledger.store import NotPlaced, StoreError
from cv_action.quota.prices import PriceTable, list_prices, override
from cv_action.report.problem import shown
from cv_action.simulation.plan_file import PlanFile, read_plan
from cv_action.simulation.report import report
from cv_action.simulation.run import Simulated, simulate

__all__ = ["perform"]


def perform(path: Path, *, days: int | None, ledger: Path | None, as_json: bool) -> None:
    """Simulate a plan, print what it comes to, and leave its ledger in a folder if one is named.

    Raises:
        ConfigurationError: the plan, its prices or the folder cannot be used.
    """
    file = read_plan(read(path), str(path), days=days)
    prices = _prices(file, path.parent)
    file.check_models(prices)
    if ledger is not None:
        _refuse_used(ledger)
    with Spinner().step("Simulating"):
        simulated = simulate(file.plan, prices)
    if ledger is not None:
        _leave(simulated, ledger)
    found = report(simulated)
    if as_json:
        print_json(found)
    else:
        show(simulation_table(path.name, found))


def _prices(file: PlanFile, folder: Path) -> PriceTable:
    """The plan's own prices lie beside it."""
    if not file.plan.prices:
        return list_prices()
    path = folder / file.plan.prices
    return override(list_prices(), read(path), str(path))


def _refuse_used(folder: Path) -> None:
    """Why: events that never happened would count as money that was spent."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(
            f"The ledger cannot be left in {shown(str(folder))}, which is there already.",
            hint="Name a folder that is new or empty: no real ledger may take in a simulated one.",
        )


def _leave(simulated: Simulated, folder: Path) -> None:
    """One segment with everything, as the last run would have left it.

    Why it has absorbed nothing: the ids of the simulated shelf mean other segments in a folder.
    """
    now = simulated.shelf.clock.now
    segment = replace(simulated.memory.as_segment(), absorbed=frozenset())
    store = DirectoryStore(folder=folder, run=len(simulated.runs), clock=lambda: now)
    placed = store.place(segment_name(week_of(now), 0), pack(segment))
    if isinstance(placed, NotPlaced):
        raise StoreError(placed.reason, hint=f"Make {folder} a folder that can be written.")
