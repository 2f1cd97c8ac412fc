"""Who may be asked in a run, and under which rules, from what its owner has chosen."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cv_action.adapters.workspace import Workspace
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Transport
from cv_action.pipeline.ports import Asking
from cv_action.quota.budget import Limits
from cv_action.quota.ladder import Policy
from cv_action.quota.prices import PriceTable, list_prices, override
from cv_action.quota.windows import Room
from cv_action.settings import OFFICIAL, Settings

NO_TOKEN = "no claude_oauth_token is given"  # noqa: S105  a sentence
NO_KEY = "no anthropic_api_key is given"


def asking_of(settings: Settings, workspace: Workspace, *, objection: str = "") -> Asking | None:
    """How a run may ask; nothing where no credential is given.

    ``objection`` says why the owner's plan may not be used on this occasion.

    Raises:
        ConfigurationError: the owner's prices cannot be read.
    """
    if not settings.claude_oauth_token and not settings.anthropic_api_key:
        return None
    return Asking(
        policy=policy_of(settings, objection=objection),
        limits=Limits(
            run=settings.run_budget_usd,
            day=settings.day_budget_usd,
            month=settings.month_budget_usd,
        ),
        prices=_prices(settings, workspace),
        creativity=settings.creativity,
        thresholds=settings.alert_thresholds,
        again=settings.force_refresh,
    )


def policy_of(settings: Settings, *, objection: str = "") -> Policy:
    """What the owner allows, and why a lane cannot be used at all."""
    return Policy(
        model=settings.model,
        economy_model=settings.economy_model,
        room=Room(window=settings.max_window_utilization, week=settings.max_week_utilization),
        lanes=settings.lanes,
        allow_overage=settings.allow_overage,
        no_subscription=objection if settings.claude_oauth_token else NO_TOKEN,
        no_api="" if settings.anthropic_api_key else NO_KEY,
    )


@contextmanager
def lanes_of(
    settings: Settings, asking: Asking | None, *, workspace: Path, cache: Path
) -> Iterator[Mapping[Lane, Transport]]:
    """The lanes that may be asked; what one of them needs is loaded or fetched when it is needed.

    ``cache`` is a folder of our own for the official command line, which is never taken from the
    workspace.
    """
    found: dict[Lane, Transport] = {}
    with ExitStack() as stack:
        if asking and not asking.policy.no_subscription:
            found[Lane.SUBSCRIPTION] = _subscription(settings, workspace, cache)
        if asking and not asking.policy.no_api:
            from cv_action.adapters.messages_api import MessagesApi  # noqa: PLC0415  only with a key

            api = MessagesApi(settings.anthropic_api_key, base_url=settings.anthropic_base_url)
            found[Lane.API] = stack.enter_context(api)
        yield found


def _subscription(settings: Settings, workspace: Path, cache: Path) -> Transport:
    from cv_action.adapters.claude_binary import ClaudeBinary  # noqa: PLC0415  only with a token
    from cv_action.adapters.claude_cli import ClaudeCli  # noqa: PLC0415  as above

    binary = ClaudeBinary(
        given=str(settings.claude_cli_path or ""),
        workspace=workspace,
        cache=cache / "claude",
        environ=os.environ,
    )
    address = settings.anthropic_base_url
    return ClaudeCli(
        settings.claude_oauth_token,
        binary=binary,
        base_url="" if address == OFFICIAL else address,
    )


def _prices(settings: Settings, workspace: Workspace) -> PriceTable:
    if settings.prices is None:
        return list_prices()
    name = str(settings.prices)
    return override(list_prices(), workspace.read(name), name)
