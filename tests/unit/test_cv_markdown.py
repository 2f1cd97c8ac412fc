"""Markdown CVs: what we write ourselves, and what people write."""

from __future__ import annotations

import pytest

from cv_action.cv.dates import Date, Period
from cv_action.cv.markdown import read_markdown
from cv_action.cv.markdown_blocks import Heading, Item, Paragraph, Quote, parse_blocks
from cv_action.cv.model import (
    Award,
    Basics,
    Certificate,
    Cv,
    Education,
    Entry,
    Interest,
    Kind,
    Language,
    Location,
    Markup,
    Note,
    NoteStyle,
    Profile,
    Project,
    Publication,
    Reference,
    Section,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.problems import Problems
from cv_action.cv.titles import kind_of
from cv_action.render import markdown
from cv_action.render.compose import compose

OWN = Cv(
    markup=Markup.MARKDOWN,
    basics=Basics(
        name="Tilda *Q* Quist",
        label="Welder of **ships**",
        email="tilda@example.org",
        phone="+46 90 123",
        url="https://tilda.example.org",
        summary="I weld.\n\nI also dive.",
        location=Location(text="Umeå, Sweden"),
        profiles=(Profile(network="GitHub", username="tilda", url="https://github.com/tilda"),),
    ),
    sections=(
        Section(kind=Kind.SUMMARY),
        Section(
            kind=Kind.WORK,
            entries=(
                Work(
                    name="Norrsvets",
                    position="Lead welder",
                    location="Umeå",
                    url="https://n.example",
                    description="A yard",
                    summary="Led the hall.",
                    highlights=("Joined 40 hulls\n- on time", "Taught *three*"),
                    keywords=("TIG", "MIG"),
                    period=Period(Date(2019, 4), None, current=True),
                ),
                Work(
                    name="Norrsvets",
                    position="Welder",
                    location="Umeå",
                    url="https://n.example",
                    description="A yard",
                    period=Period(Date(2016), Date(2019, 4)),
                ),
                Work(name="Varvet", period=Period(verbatim="before")),
            ),
        ),
        Section(
            kind=Kind.VOLUNTEER,
            entries=(Volunteer(organization="Sea Scouts", position="Diver", location="Luleå"),),
        ),
        Section(
            kind=Kind.EDUCATION,
            title="Schools",
            entries=(),
        ),
        Section(
            kind=Kind.EDUCATION,
            entries=(
                Education(
                    institution="Chalmers",
                    study_type="MSc",
                    area="Metals",
                    score="4.2",
                    courses=("Steel", "Heat"),
                    period=Period(Date(2009), Date(2011)),
                ),
                Education(institution="Umeå gymnasium"),
            ),
        ),
        Section(
            kind=Kind.PROJECTS,
            entries=(
                Project(
                    name="Torch at Sea",
                    entity="The Guild",
                    url="https://torch.example",
                    description="Small.",
                    summary="And hot.",
                    roles=("Maker",),
                    highlights=("Burns",),
                ),
                Project(name="Reef - a map", url="https://reef.example"),
            ),
        ),
        Section(
            kind=Kind.AWARDS,
            entries=(Award(title="Golden Arc", awarder="Guild", summary="Won."),),
        ),
        Section(kind=Kind.CERTIFICATES, entries=(Certificate(name="EN 9606", issuer="TÜV"),)),
        Section(
            kind=Kind.PUBLICATIONS,
            entries=(
                Publication(
                    name="Arcs, seams and — the sea",
                    publisher="Letters",
                    authors=("T. Quist", "A. Berg"),
                    period=Period(Date(2021), Date(2021)),
                ),
            ),
        ),
        Section(
            kind=Kind.SKILLS,
            entries=(Skill(name="Welding", level="Master", keywords=("TIG", "MIG")),),
        ),
        Section(
            kind=Kind.LANGUAGES,
            entries=(Language(language="Swedish", fluency="native"), Language(language="Sami")),
        ),
        Section(
            kind=Kind.INTERESTS,
            entries=(Interest(name="Water", keywords=("Reefs", "Kites")),),
        ),
        Section(
            kind=Kind.REFERENCES,
            entries=(Reference(name="A. Berg", reference="She welds well.\n\nVery."),),
        ),
        Section(
            kind=Kind.CUSTOM,
            title="Talks",
            entries=(Note(text="On arcs"), Note(text="On rust\n- and paint")),
        ),
        Section(
            kind=Kind.CUSTOM,
            title="Patents",
            entries=(
                Note(text="A torch", style=NoteStyle.REVERSED),
                Note(text="A mask", style=NoteStyle.REVERSED),
            ),
        ),
        Section(
            kind=Kind.CUSTOM,
            title="Steps",
            entries=(
                Note(text="First", style=NoteStyle.NUMBERED),
                Note(text="Then", style=NoteStyle.NUMBERED),
            ),
        ),
    ),
)


def read(text: str) -> Cv:
    return read_markdown(text, Problems())


def rendered(cv: Cv, locale: str) -> str:
    return markdown.render(compose(cv, locale=locale)).decode()


def only(text: str, kind: Kind) -> tuple[Entry, ...]:
    cv = read(f"# T\n\n{text}")
    assert [section.kind for section in cv.sections] == [kind]
    return cv.sections[0].entries


@pytest.mark.parametrize("locale", ["en", "de"])
def test_what_we_write_reads_back_to_the_same_page(locale: str) -> None:
    page = rendered(OWN, locale)
    assert len(page.splitlines()) > 80
    assert rendered(read(page), locale) == page


def test_what_we_write_reads_back_to_the_same_facts() -> None:
    cv = read(rendered(OWN, "en"))
    assert cv.markup is Markup.MARKDOWN
    assert cv.basics == OWN.basics
    work = cv.sections[1].entries
    assert work[0] == Work(
        name="Norrsvets",
        position="Lead welder",
        location="Umeå",
        url="https://n.example",
        description="A yard",
        summary="Led the hall.",
        highlights=("Joined 40 hulls\n- on time", "Taught *three*"),
        keywords=("TIG", "MIG"),
        period=Period(Date(2019, 4), None, current=True, verbatim="Apr 2019 – Present"),
    )
    kinds = [section.kind for section in cv.sections]
    shown = [
        section.kind for section in OWN.sections if section.entries or section.kind is Kind.SUMMARY
    ]
    assert kinds == shown


def test_a_heading_may_name_role_employer_and_dates() -> None:
    expected = Work(
        position="Engineer",
        name="Acme",
        period=Period(Date(2019), None, current=True, verbatim="2019 – heute"),
    )
    for heading in (
        "Engineer — Acme (2019 – heute)",
        "Engineer at Acme (2019 – heute)",
        "Engineer, Acme, 2019 – heute",
        "Acme | Engineer | 2019 – heute",
    ):
        assert only(f"## Berufserfahrung\n### {heading}\n", Kind.WORK) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "### Acme\n**Engineer** | Bonn | 2019 – 2021\n\n- Built\n",
        "### Engineer\n**Acme** · Bonn · 2019 – 2021\n\n- Built\n",
        "### Acme\n#### Engineer\nBonn | 2019 – 2021\n\n- Built\n",
        "**Engineer**, Acme — Bonn\n2019 – 2021\n\n- Built\n",
        "### Engineer, Acme\n*2019 – 2021* | Bonn\n\n* Built\n",
    ],
)
def test_a_role_is_read_however_it_is_laid_out(text: str) -> None:
    expected = Work(
        position="Engineer",
        name="Acme",
        location="Bonn",
        highlights=("Built",),
        period=Period(Date(2019), Date(2021), verbatim="2019 – 2021"),
    )
    assert only(f"## Experience\n{text}", Kind.WORK) == (expected,)


def test_schools_and_degrees_are_told_apart_by_their_words() -> None:
    period = Period(Date(2012), Date(2015), verbatim="2012–2015")
    expected = Education(institution="Universität Bonn", study_type="B.Sc. Physics", period=period)
    for text in (
        "### B.Sc. Physics — Universität Bonn (2012–2015)",
        "### Universität Bonn\nB.Sc. Physics, 2012–2015",
        "- **B.Sc. Physics**, Universität Bonn, 2012–2015",
        "- Universität Bonn: B.Sc. Physics (2012–2015)".replace(": ", ", "),
    ):
        assert only(f"## Ausbildung\n{text}\n", Kind.EDUCATION) == (expected,)


def test_lines_of_projects_have_a_name_and_what_it_is() -> None:
    text = "## Projects\n- **[tide](https://t.example)** – tables\n- buoy: a robot\n- crab\n"
    assert only(text, Kind.PROJECTS) == (
        Project(name="tide", url="https://t.example", description="tables"),
        Project(name="buoy", description="a robot"),
        Project(name="crab"),
    )


def test_skills_come_in_lines_tables_and_below_headings() -> None:
    text = (
        "## Kenntnisse\n**Code:** Go, SQL (Postgres, SQLite)\n**Tools**: Git\nOther: tea\n\n"
        "| Area | What |\n|---|---|\n| BI | Looker, R |\n\n### Boats\n- Sails, oars\n- ropes\n"
    )
    assert only(text, Kind.SKILLS) == (
        Skill(name="Code", keywords=("Go", "SQL (Postgres, SQLite)")),
        Skill(name="Tools", keywords=("Git",)),
        Skill(name="Other", keywords=("tea",)),
        Skill(name="BI", keywords=("Looker", "R")),
        Skill(name="Boats", keywords=("Sails", "oars", "ropes")),
    )


def test_languages_have_their_level_after_anything() -> None:
    text = "## Sprachen\n- German: native\n- English – C1\n- French (B1), Danish\n"
    assert only(text, Kind.LANGUAGES) == (
        Language(language="German", fluency="native"),
        Language(language="English", fluency="C1"),
        Language(language="French", fluency="B1"),
        Language(language="Danish"),
    )


def test_certificates_and_interests_are_read_from_plain_lists() -> None:
    cv = read("# T\n## Certificates\n- CKA, Linux Foundation, 2021\n\n## Hobbies\nChess, crabs\n")
    assert cv.sections[0].entries == (
        Certificate(name="CKA", issuer="Linux Foundation", period=Period(Date(2021), Date(2021))),
    )
    assert cv.sections[1].entries == (Interest(name="Chess"), Interest(name="crabs"))


@pytest.mark.parametrize(
    "contacts",
    [
        "[t@x.example](mailto:t@x.example) | +49 40 123456 | github.com/tee | Bonn, Germany",
        "t@x.example · +49 40 123456 · <https://github.com/tee> · Bonn, Germany",
        "Email: t@x.example\nPhone: +49 40 123456\nGitHub: github.com/tee\nLocation: Bonn, Germany",
        "- **Mail:** t@x.example\n- Tel: +49 40 123456\n- github.com/tee\n- Ort: Bonn, Germany",
    ],
)
def test_contacts_are_found_in_lines_and_lists(contacts: str) -> None:
    basics = read(f"# T\n\nEngineer\n\n{contacts}\n\nI build.\n").basics
    url = "https://github.com/tee"
    assert basics == Basics(
        name="T",
        label="Engineer",
        email="t@x.example",
        phone="+49 40 123456",
        location=Location(text="Bonn, Germany"),
        summary="I build.",
        profiles=(Profile(network="GitHub", username="tee", url=url),),
    )


def test_headings_of_ones_own_stay_with_all_that_is_below_them() -> None:
    cv = read("# T\n## Boats\nI sail.\n\n- a sloop\n  - green\n\n> Ahoy\n\n1. Hoist\n")
    assert cv.sections == (
        Section(
            kind=Kind.CUSTOM,
            title="Boats",
            entries=(
                Note(text="I sail.", style=NoteStyle.PARAGRAPH),
                Note(text="a sloop\n- green"),
                Note(text="Ahoy", style=NoteStyle.PARAGRAPH),
                Note(text="Hoist", style=NoteStyle.NUMBERED),
            ),
        ),
    )


def test_no_word_of_a_page_is_lost() -> None:
    page = (
        "---\ntheme: blue\n---\n# Name\n\nAlpha bravo.\n\n## Experience\n\nCharlie delta.\n\n"
        "### Echo\n*foxtrot golf*\n\nHotel\n\n**India:** juliet\n\n> kilo\n\n#### Lima\nMike.\n\n"
        "## Awards\n\n### November\nOscar\n\n- papa\n\n## Certificates\n\n### Quebec\n\nRomeo.\n\n"
        "## Education\n\n### Sierra — Tango\n\n*Uniform*\n\nGrade: victor\n\n## Languages\n"
        "### Whiskey\nX-ray\n\n## References\nYankee\n\n### Zulu\nSaid.\n"
    )
    words = set(page.replace("*", " ").replace(":", " ").replace(".", " ").split())
    found = repr(read(page))
    lost = {w for w in words if w.isalpha() and w not in found}
    assert lost <= {"Grade"}


def test_blocks_have_lines_and_keep_their_inline_marks() -> None:
    above = "# A #\n\nB *c*\nd\\\ne\n\n- f\n  g\n    - h\n2) i\n\n"
    text = f"{above}> j\n>\n> k\n\nl\n---\n***\n<!--m-->\n"
    assert parse_blocks(text) == (
        Heading(1, "A", 1),
        Paragraph(("B *c*", "d\\", "e"), 3),
        Item("f g", 7, ("h",)),
        Item("i", 10, numbered=True),
        Quote(("j", "k"), 12),
        Heading(2, "l", 16),
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Work Experience", Kind.WORK),
        ("BERUFSERFAHRUNG", Kind.WORK),
        ("Licenses & Certifications", Kind.CERTIFICATES),
        ("Über mich", Kind.SUMMARY),
        ("technical_skills", Kind.SKILLS),
        ("Ehrenamtliches Engagement:", Kind.VOLUNTEER),
        ("Boats", None),
    ],
)
def test_headings_are_recognised_in_english_and_german(title: str, kind: Kind | None) -> None:
    assert kind_of(title) is kind


def test_an_empty_section_is_a_warning() -> None:
    problems = Problems()
    read_markdown("# T\n\n## Projects\n\n## Skills\n- Go\n", problems)
    assert [problem.line for problem in problems.found] == [3]


def test_a_year_may_be_part_of_a_name() -> None:
    assert only("## Projects\n### Expo 2020\n", Kind.PROJECTS) == (Project(name="Expo 2020"),)


def test_our_own_line_says_which_of_two_is_the_employer() -> None:
    (work,) = only("## Work\n### Tools\n**Engineer & Co** · Bonn · 2019\n", Kind.WORK)
    assert isinstance(work, Work)
    assert (work.position, work.name, work.location) == ("Tools", "Engineer & Co", "Bonn")


def test_only_paragraphs_that_are_numbered_down_to_one_are_a_list() -> None:
    styles = [NoteStyle.REVERSED, NoteStyle.PARAGRAPH]
    for text, style in zip(("2\\. A\n\n1\\. B\n", "7\\. A\n\n2\\. B\n"), styles, strict=True):
        found = only(f"## Boats\n{text}", Kind.CUSTOM)
        assert [note.style for note in found if isinstance(note, Note)] == [style, style]


@pytest.mark.parametrize("line", ["*Jan 2020 – Present, Berlin*", "Jan 2020 – Present, Berlin"])
def test_dates_may_stand_before_the_place(line: str) -> None:
    text = f"# Jonas Weber\n\n## Work\n\n### Engineer, Fluxwerk\n{line}\n\n- Built it\n"
    (work,) = read_markdown(text, Problems()).sections[0].entries
    assert isinstance(work, Work)
    assert (work.name, work.location) == ("Fluxwerk", "Berlin")
    assert work.period.current
    assert work.highlights == ("Built it",)
