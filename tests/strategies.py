"""CVs of people who do not exist, as Hypothesis makes them up.

``cvs()`` gives what the readers give: a start without an end goes on, a summary has its section,
lists hold no empty texts. Texts hold anything but control characters.
"""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from cv_action.cv.dates import Date, Period, parse_period
from cv_action.cv.model import (
    ENTRY_OF,
    Award,
    Basics,
    Certificate,
    Cv,
    Education,
    Entry,
    Extra,
    Interest,
    Json,
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

AWKWARD: Final = (
    "",
    "Ada, Byron (née King); *bold* _it_ `code` [x](y) \\ <b>",
    "::set-output name=x::y",
    "- no list\n- of things",
    "one\n\ntwo",
    "2020-01-01",
    "no",
    "null",
    "*x",
    "مرحبا 👩🏽‍💻 日本",
    "#let x = 1 $y$ {z}: 'a' \"b\"",
    "present",
)
WORDS: Final = (
    "Summer school",
    "2018 – Present",
    "Mar 2020",
    "2015 - 2017",
    "since ever",
    "May 2019 – June 2020",
)
UNKNOWN_KEYS: Final = ("x_rating", "note to self", "ünbekannt", "99", "x.y")


def texts(*, empty: bool = True) -> st.SearchStrategy[str]:
    """Any text of a CV."""
    character = st.characters(exclude_categories=("Cc", "Cs"))
    found = st.one_of(st.text(character, max_size=12), st.sampled_from(AWKWARD))
    return found if empty else found.filter(bool)


def lists() -> st.SearchStrategy[tuple[str, ...]]:
    """Any list of texts, none of them empty."""
    return st.lists(texts(empty=False), max_size=3).map(tuple)


def dates() -> st.SearchStrategy[Date]:
    """Years, months and days."""
    return st.builds(
        lambda year, month, day: Date(year, month, day if month else 0),
        st.integers(1950, 2030),
        st.integers(0, 12),
        st.integers(0, 28),
    )


def periods() -> st.SearchStrategy[Period]:
    """Nothing, one date, intervals, words, and an interval in words of its own."""
    ends = st.lists(dates(), min_size=2, max_size=2).map(
        lambda pair: sorted(pair, key=lambda date: (date.year, date.month or 1, date.day or 1))
    )
    interval = ends.map(lambda pair: Period(pair[0], pair[1]))
    going_on = dates().map(lambda date: Period(date, None, current=True))
    worded = st.sampled_from(WORDS).map(parse_period)
    named = ends.map(lambda pair: Period(pair[0], pair[1], verbatim="in those days"))
    return st.one_of(
        st.just(Period()),
        dates().map(lambda date: Period(date, date)),
        dates().map(lambda date: Period(None, date)),
        interval.filter(lambda period: not period.reversed),
        going_on,
        worded,
        named.filter(lambda period: not period.reversed),
    )


def data() -> st.SearchStrategy[Json]:
    """Any value of JSON."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(-9, 9999), texts())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=2), st.dictionaries(texts(), inner, max_size=2)
        ),
        max_leaves=4,
    )


def extras() -> st.SearchStrategy[Extra]:
    """Keys that nobody knows."""
    return st.one_of(
        st.just({}), st.dictionaries(st.sampled_from(UNKNOWN_KEYS), data(), max_size=2)
    )


def entries(
    of: type[Entry], *, extra: st.SearchStrategy[Extra] | None = None
) -> st.SearchStrategy[Any]:
    """Entries of one type, each with a title."""
    return st.builds(of, **_FIELDS[of], extra=extras() if extra is None else extra)


_TITLE: Final = texts(empty=False)
_FIELDS: Final[dict[type, dict[str, st.SearchStrategy[Any]]]] = {
    Work: {
        "name": _TITLE,
        "position": texts(),
        "location": texts(),
        "url": texts(),
        "description": texts(),
        "summary": texts(),
        "highlights": lists(),
        "keywords": lists(),
        "period": periods(),
    },
    Volunteer: {
        "organization": _TITLE,
        "position": texts(),
        "location": texts(),
        "url": texts(),
        "summary": texts(),
        "highlights": lists(),
        "period": periods(),
    },
    Education: {
        "institution": _TITLE,
        "area": texts(),
        "study_type": texts(),
        "location": texts(),
        "url": texts(),
        "score": texts(),
        "summary": texts(),
        "highlights": lists(),
        "courses": lists(),
        "period": periods(),
    },
    Project: {
        "name": _TITLE,
        "description": texts(),
        "summary": texts(),
        "url": texts(),
        "entity": texts(),
        "type": texts(),
        "location": texts(),
        "roles": lists(),
        "highlights": lists(),
        "keywords": lists(),
        "period": periods(),
    },
    Award: {
        "title": _TITLE,
        "awarder": texts(),
        "summary": texts(),
        "url": texts(),
        "period": periods(),
    },
    Certificate: {"name": _TITLE, "issuer": texts(), "url": texts(), "period": periods()},
    Publication: {
        "name": _TITLE,
        "publisher": texts(),
        "summary": texts(),
        "url": texts(),
        "doi": texts(),
        "authors": lists(),
        "period": periods(),
    },
    Skill: {"name": _TITLE, "level": texts(), "category": texts(), "keywords": lists()},
    Language: {"language": _TITLE, "fluency": texts()},
    Interest: {"name": _TITLE, "keywords": lists()},
    Reference: {"name": _TITLE, "reference": texts()},
    Note: {"text": _TITLE, "style": st.sampled_from(NoteStyle)},
}


def notes() -> st.SearchStrategy[Any]:
    """Lines; a paragraph has no keys."""
    return entries(Note, extra=st.just({}))


def sections() -> st.SearchStrategy[Section]:
    """Any section but the summary."""
    custom = st.one_of(notes(), *(entries(of) for of in ENTRY_OF.values()))
    kinds = [
        st.builds(
            Section,
            kind=st.just(kind),
            title=texts(),
            entries=st.lists(entries(of), max_size=2).map(tuple),
        )
        for kind, of in ENTRY_OF.items()
    ]
    own = st.builds(
        Section,
        kind=st.just(Kind.CUSTOM),
        title=texts(),
        entries=st.lists(custom, max_size=3).map(tuple),
    )
    return st.one_of(own, *kinds)


def people() -> st.SearchStrategy[Basics]:
    """Who a CV is about."""
    location = st.builds(
        Location,
        address=texts(),
        postal_code=texts(),
        city=texts(),
        region=texts(),
        country_code=texts(),
        text=texts(),
        extra=extras(),
    )
    network = st.one_of(texts(), st.sampled_from(("GitHub", "linkedin", "Mastodon", "Codeberg")))
    profile = st.builds(Profile, network=network, username=texts(), url=texts(), extra=extras())
    email = st.one_of(texts(), st.just("ada@example.org"))
    return st.builds(
        Basics,
        name=_TITLE,
        label=texts(),
        image=texts(),
        email=email,
        phone=st.one_of(texts(), st.just("+44 20 7946 0958")),
        url=st.one_of(texts(), st.just("https://ada.example.org/cv")),
        summary=texts(),
        location=location,
        profiles=st.lists(profile, max_size=3).map(tuple),
        extra=extras(),
    )


@st.composite
def cvs(draw: st.DrawFn) -> Cv:
    """Whole CVs."""
    basics = draw(people())
    found = draw(st.lists(sections(), max_size=4))
    if basics.summary:
        at = draw(st.integers(0, len(found)))
        found.insert(at, Section(kind=Kind.SUMMARY, title=draw(texts())))
    return Cv(
        basics=basics,
        sections=tuple(found),
        markup=draw(st.sampled_from(Markup)),
        extra=draw(extras()),
    )
