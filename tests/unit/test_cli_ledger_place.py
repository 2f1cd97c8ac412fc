"""Where a ledger lies is understood, or refused with a remedy before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from cv_action.cli.ledger_place import Place, folder_of, shelf
from cv_action.errors import ConfigurationError

API = "https://api.example"
GOOD = "ghp_0"


@pytest.mark.parametrize(
    ("place", "token", "remedy"),
    [
        (Place(Path("nowhere")), GOOD, "--repository"),
        (Place(None, "maren/cv", API), "", "actions: read"),
        (Place(None, "maren/cv", API), "ghp_\u00e9", "gh auth token"),
        (Place(None, "maren/cv", API), "ghp x", "gh auth token"),
        (Place(None, "maren/cv", API), "ghp\nx", "gh auth token"),
        (Place(None, "maren", API), GOOD, "owner/name"),
        (Place(None, "../user", API), GOOD, "owner/name"),
        (Place(None, "maren/..", API), GOOD, "owner/name"),
        (Place(None, "maren/cv/x", API), GOOD, "owner/name"),
        (Place(None, "maren/cv?x", API), GOOD, "owner/name"),
        (Place(None, "maren/cv\n", API), GOOD, "owner/name"),
        (Place(Path(), "maren/cv", API), GOOD, "not both"),
        (Place(None, "maren/cv", "http://api.example"), GOOD, "https"),
        (Place(None, "maren/cv", "https://[x"), GOOD, "https"),
        (Place(None, "maren/cv", "https:///api/v3"), GOOD, "https"),
        (Place(None, "maren/cv", "ftp://127.0.0.1"), GOOD, "https"),
        (Place(None, "maren/cv", ""), GOOD, "https"),
    ],
)
def test_a_place_that_does_not_fit_is_refused_with_its_remedy(
    place: Place, token: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", token)
    with pytest.raises(ConfigurationError) as caught, shelf(place):
        pytest.fail("it was taken")
    assert remedy in caught.value.hint
    assert not token or token not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("named", ["", ".cv-action", ".cv-action/ledger"])
def test_a_ledger_is_found_by_each_folder_around_it(named: str, tmp_path: Path) -> None:
    folder = tmp_path / ".cv-action" / "ledger"
    folder.mkdir(parents=True)
    assert folder_of(Place(tmp_path / named)) == folder


def test_a_ledger_is_looked_for_in_this_folder_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".cv-action" / "ledger"
    folder.mkdir(parents=True)
    for here in (tmp_path, folder):
        monkeypatch.chdir(here)
        assert folder_of(Place(None if here is tmp_path else Path())) == folder


def test_a_folder_of_segments_is_a_ledger_whatever_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no ledger"):
        folder_of(Place(tmp_path))
    (tmp_path / "000000000001-1-20261123090000-x.segment").touch()
    assert folder_of(Place(tmp_path)) == tmp_path


def test_a_place_is_called_what_a_person_called_it() -> None:
    assert Place(None).name == ".cv-action"
    assert Place(Path("d")).name == "d"
    assert Place(None, "maren/cv").name == "maren/cv"
