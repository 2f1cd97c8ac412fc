"""A document says what the CV says, in the reader's language and order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cv_action.cv.dates import Date, Period, parse_period
from cv_action.cv.model import (
    Basics,
    Cv,
    Education,
    Entry,
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
    Work,
)
from cv_action.render import document as doc
from cv_action.render.compose import compose, latest_moment
from cv_action.render.document import plain
from cv_action.render.locale import LOCALES


def section(kind: Kind, *entries: Entry, title: str = "") -> doc.Section:
    cv = Cv(sections=(Section(kind=kind, title=title, entries=entries),))
    return compose(cv, locale="en").sections[0]


def role(position: str, *, name: str = "Kvitting", when: str = "2020 - 2022") -> Work:
    return Work(name=name, position=position, period=parse_period(when), location="Oslo")


def test_roles_with_one_employer_in_a_row_are_one_group() -> None:
    found = section(Kind.WORK, role("Lead", when="2022 - Present"), role("Dev"))
    (group,) = found.blocks
    assert isinstance(group, doc.Group)
    assert plain(group.place) == "Kvitting"
    assert group.when.text == "2020 – Present"
    assert group.location == "Oslo"
    assert [(plain(e.title), e.when.text, e.location, e.place) for e in group.entries] == [
        ("Lead", "2022 – Present", "", ()),
        ("Dev", "2020 – 2022", "", ()),
    ]


def test_roles_with_one_employer_apart_are_not_grouped() -> None:
    found = section(Kind.WORK, role("Lead"), role("Chef", name="Café"), role("Dev"))
    assert [type(block) for block in found.blocks] == [doc.Entry] * 3


def test_a_group_has_no_period_when_one_of_its_roles_has_none() -> None:
    (group,) = section(Kind.WORK, role("Lead", when="for a while"), role("Dev")).blocks
    assert isinstance(group, doc.Group)
    assert group.when == doc.When()
    assert group.entries[0].when.text == "for a while"


def test_skills_with_keywords_stand_alone_and_single_ones_together() -> None:
    found = section(
        Kind.SKILLS,
        Skill(name="Data", level="expert", keywords=("SQL", "Kafka")),
        Skill(name="Go", category="Languages"),
        Skill(name="Java", level="fair", category="Languages"),
        Skill(name="Patience"),
    )
    shown = [
        (plain(b.label), [plain(item) for item in b.items])
        for b in found.blocks
        if isinstance(b, doc.Labelled)
    ]
    assert shown == [
        ("Data (expert)", ["SQL", "Kafka"]),
        ("Languages", ["Go", "Java (fair)"]),
        ("", ["Patience"]),
    ]


def test_languages_stand_on_one_line() -> None:
    found = section(
        Kind.LANGUAGES,
        Language(language="Norwegian", fluency="native"),
        Language(language="English"),
    )
    (line,) = found.blocks
    assert isinstance(line, doc.Labelled)
    assert [plain(item) for item in line.items] == ["Norwegian (native)", "English"]


def test_a_degree_names_the_subject_and_a_grade_is_labelled() -> None:
    graded = Education(institution="NTNU", area="Physics", study_type="MSc", score="3.9/4.0")
    thesis = Education(institution="NTNU", area="Physics", score="Thesis: Ice")
    first, second = section(Kind.EDUCATION, graded, thesis).blocks
    assert isinstance(first, doc.Entry)
    assert isinstance(second, doc.Entry)
    assert (plain(first.title), plain(first.place)) == ("MSc, Physics", "NTNU")
    assert [(plain(d.label), plain(d.items[0])) for d in first.details] == [("Grade", "3.9/4.0")]
    assert (plain(second.note), second.details) == ("Thesis: Ice", ())


def test_a_publication_links_to_its_doi() -> None:
    (entry,) = section(
        Kind.PUBLICATIONS, Publication(name="Ice", doi="10.1/x", authors=("M",))
    ).blocks
    assert isinstance(entry, doc.Entry)
    assert entry.url == "https://doi.org/10.1/x"


def test_notes_of_one_style_are_one_list() -> None:
    notes = [Note(text=t, style=NoteStyle.NUMBERED) for t in "ab"]
    found = section(Kind.CUSTOM, *notes, Note(text="c"), title="Invited talks")
    assert [(b.style, len(b.items)) for b in found.blocks if isinstance(b, doc.Listing)] == [
        (doc.ListStyle.NUMBERS, 2),
        (doc.ListStyle.BULLETS, 1),
    ]
    assert (found.slug, found.title) == ("invited-talks", "Invited talks")


def test_a_reference_is_a_quotation() -> None:
    (quote,) = section(Kind.REFERENCES, Reference(name="Ida", reference="Good.\n\nVery.")).blocks
    assert isinstance(quote, doc.Quote)
    assert [plain(p) for p in quote.text] == ["Good.", "Very."]


def test_the_summary_comes_first_unless_the_owner_placed_it() -> None:
    work = Section(kind=Kind.WORK, entries=(role("Dev"),))
    basics = Basics(name="M", summary="Dull.")
    placed = Section(kind=Kind.SUMMARY, title="About me")
    first = compose(Cv(basics=basics, sections=(work,)), locale="en")
    last = compose(Cv(basics=basics, sections=(work, placed)), locale="en")
    assert [s.title for s in first.sections] == ["Summary", "Experience"]
    assert [s.title for s in last.sections] == ["Experience", "About me"]


def test_slugs_are_unique() -> None:
    work = Section(kind=Kind.WORK, entries=(role("Dev"),))
    other = Section(kind=Kind.CUSTOM, title="Work", entries=(role("Cook"),))
    found = compose(Cv(sections=(work, other, work)), locale="en").sections
    assert [s.slug for s in found] == ["work", "work-2", "work-3"]


def test_an_empty_section_is_not_shown() -> None:
    assert compose(Cv(sections=(Section(kind=Kind.WORK),)), locale="en").sections == ()


@pytest.mark.parametrize(
    ("locale", "period", "text"),
    [
        ("en", Period(Date(2020, 2), None, current=True), "Feb 2020 – Present"),
        ("de", Period(Date(2020, 3), None, current=True), "März 2020 – heute"),
        ("en", Period(Date(2020, 2, 1), Date(2021)), "Feb 2020 – 2021"),
        ("en", Period(Date(2020), Date(2020)), "2020"),
        ("de", Period(None, Date(2020, 12)), "Dez. 2020"),
        ("en", Period(verbatim="Summer school"), "Summer school"),
        ("en", Period(), ""),
    ],
)
def test_periods_are_said_in_the_readers_language(locale: str, period: Period, text: str) -> None:
    assert LOCALES[locale].when(period).text == text


def test_every_locale_has_every_word() -> None:
    assert len(LOCALES) >= 2
    english = LOCALES["en"]
    for locale in LOCALES.values():
        assert set(locale.titles) == set(Kind)
        assert set(locale.words) == set(english.words)
        assert len(locale.months) == 12
        assert "{page}" in locale.labels.page
        assert locale.country("NO") != "NO"


def test_contacts_are_links_in_a_fixed_order() -> None:
    basics = Basics(
        email="m@a.example",
        phone="+47 (555) 01",
        url="https://www.a.example/",
        location=Location(city="Trondheim", country_code="NO"),
        profiles=(
            Profile(network="GitHub", username="maren"),
            Profile(network="Odd", url="javascript:alert(1)"),
            Profile(network="Empty"),
        ),
    )
    found = compose(Cv(basics=basics), locale="de").contacts
    assert [(c.label, c.text, c.href) for c in found] == [
        ("Ort", "Trondheim, Norwegen", ""),
        ("E-Mail", "m@a.example", "mailto:m@a.example"),
        ("Telefon", "+47 (555) 01", "tel:+4755501"),
        ("Website", "a.example", "https://www.a.example/"),
        ("GitHub", "github.com/maren", "https://github.com/maren"),
        ("Odd", "javascript:alert(1)", ""),
    ]


def test_the_moment_is_the_latest_date_and_never_the_clock() -> None:
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(role("A", when="2019 - 2021-04-03"),)),))
    project = Section(kind=Kind.PROJECTS, entries=(Project(name="x", period=parse_period("2022")),))
    assert latest_moment(cv) == datetime(2021, 4, 3, tzinfo=UTC)
    assert latest_moment(replace(cv, sections=(*cv.sections, project))).year == 2022
    assert latest_moment(Cv()) == datetime(1980, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("when", ["1066", "9999"])
def test_the_moment_fits_a_zip_file(when: str) -> None:
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(role("A", when=when),)),))
    assert 1980 <= latest_moment(cv).year <= 2107


def test_markdown_sources_are_styled_and_plain_ones_are_not() -> None:
    work = Section(kind=Kind.WORK, entries=(Work(position="**Dev**", name="A"),))
    styled = compose(Cv(sections=(work,), markup=Markup.MARKDOWN), locale="en")
    literal = compose(Cv(sections=(work,)), locale="en")
    for document, title in ((styled, "Dev"), (literal, "**Dev**")):
        (entry,) = document.sections[0].blocks
        assert isinstance(entry, doc.Entry)
        assert plain(entry.title) == title
