"""A step of a job: uploads the files of ``UPLOADS``, each under its name, and tells how it went."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cv_action.adapters.artifact_service import ArtifactService
from cv_action.adapters.http import Session
from cv_action.ledger.store import Placed


def main() -> None:
    """Write ``{name: id}`` of everything that was placed to the file ``OUTCOME``."""
    with Session() as session:
        service = ArtifactService(
            results_url=os.environ["ACTIONS_RESULTS_URL"],
            token=os.environ["ACTIONS_RUNTIME_TOKEN"],
            session=session,
            mask=lambda secret: print(f"::add-mask::{secret}"),
        )
        expiry = datetime.now(UTC) + timedelta(days=3)
        files = sorted(Path(os.environ["UPLOADS"]).iterdir())
        outcomes = {
            f.name: service.upload(f.name, f.read_bytes(), expires_at=expiry) for f in files
        }
    told = {name: o.id if isinstance(o, Placed) else o.reason for name, o in outcomes.items()}
    Path(os.environ["OUTCOME"]).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
