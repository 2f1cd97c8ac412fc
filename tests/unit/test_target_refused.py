"""A job description says nothing about the person: a rewrite that takes its words is refused."""

from __future__ import annotations

import json

import pytest

from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.run import run
from cv_action.report.run import Mode, RunReport, Treatment
from tests.asked_cv import RUNBOOK
from tests.asked_runs import SHOWN, House
from tests.fakes import NumberingTypesetter, RecordedProgress
from tests.lanes import Editor

AD = b"# Requirements\n- Experience with Rust\n- You write scalable runbooks"
FROM_THE_AD = {
    "name": "Wrote the Rust runbook that the on-call rota still uses",
    "word": "Wrote the scalable runbook that the on-call rota still uses",
}


@pytest.mark.parametrize("kind", FROM_THE_AD)
@pytest.mark.parametrize("quote", ["", "You write scalable runbooks"])
def test_a_rewrite_that_adopts_a_word_of_the_job_description_is_refused(
    kind: str, quote: str
) -> None:
    adopted = FROM_THE_AD[kind]
    house = House()
    house.folder.files["ad.md"] = AD
    words, quotes = {RUNBOOK: adopted}, {adopted: quote} if quote else {}
    for lane in house.lanes.values():
        lane.otherwise = Editor(better=words, mended=words, quotes=quotes)
    report = _targeted(house)
    (refused,) = [fact for fact in report.facts if fact.proposed == adopted]
    assert (refused.treatment, refused.after) == (Treatment.REFUSED, RUNBOOK)
    assert any("advertisement" in finding.reason for finding in refused.findings)
    assert adopted not in house.published()
    assert RUNBOOK in house.published()
    assert house.asked > 0
    told = [prompt for lane in house.lanes.values() for _, prompt in lane.asked]
    assert not any("Experience with Rust" in f"{p.system}{p.context}{p.request}" for p in told)


def test_words_of_the_overlay_are_held_against_the_job_description_too() -> None:
    house = House()
    house.folder.files["ad.md"] = AD
    _targeted(house)
    overlay = json.loads(house.folder.files["cv.enhanced.json"])
    (entry,) = [one for one in overlay["entries"] if one["text"] == RUNBOOK]
    entry["text"] = FROM_THE_AD["name"]
    house.folder.files["cv.enhanced.json"] = json.dumps(overlay).encode()
    (refused,) = [f for f in _targeted(house).facts if f.treatment is Treatment.REFUSED]
    assert "advertisement" in refused.reason


def _targeted(house: House) -> RunReport:
    ports = Ports(
        files=house.folder, publisher=house.folder, typesetter=NumberingTypesetter(),
        progress=RecordedProgress(), books=house.keeping(), lanes=house.lanes,
    )  # fmt: skip
    job = Job(
        mode=Mode.COMPREHENSIVE, options=SHOWN, asking=house.asking(), job_description="ad.md"
    )
    return run(job, ports)
