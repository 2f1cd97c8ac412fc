"""The words a document adds of its own, in each language. To add one, add a row to ``LOCALES``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from cv_action.cv.dates import Date, Period
from cv_action.cv.model import Kind
from cv_action.render.document import Labels, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """One language: ``months`` are the short names, ``words`` the labels of details by key."""

    language: str
    months: tuple[str, ...]
    present: str
    titles: Mapping[Kind, str]
    words: Mapping[str, str]
    labels: Labels

    def date(self, date: Date) -> str:
        """A date as a CV shows it: the month and the year, or the year alone."""
        return f"{self.months[date.month - 1]} {date.year}" if date.month else str(date.year)

    def country(self, code: str) -> str:
        """A country's name by its ISO 3166-1 code; what is no such code stays as it is."""
        return _countries()[self.language].get(code.strip().upper(), code)

    def when(self, period: Period) -> When:
        """A period as a CV shows it; words of the source's own where no date could be read."""
        if not period.known:
            return When(period.verbatim)
        start, end = (self.date(d) if d else "" for d in (period.start, period.end))
        if period.current:
            end = self.present
        text = end if start == end or not start else f"{start} – {end}" if end else start
        return When(
            text,
            str(period.start) if period.start else "",
            str(period.end) if period.end else "",
        )


@cache
def _countries() -> Mapping[str, Mapping[str, str]]:
    """The names of countries by language and code (the Unicode CLDR's)."""
    data = resources.files("cv_action.render") / "data" / "countries.json"
    names: Mapping[str, Mapping[str, str]] = json.loads(data.read_text(encoding="utf-8"))
    return names


def locale_for(name: str) -> Locale:
    """The locale of that name.

    Raises:
        KeyError: there is none.
    """
    return LOCALES[name]


LOCALES: Final[Mapping[str, Locale]] = MappingProxyType(
    {
        "en": Locale(
            language="en",
            months=(
                "Jan",
                "Feb",
                "Mar",
                "Apr",
                "May",
                "June",
                "July",
                "Aug",
                "Sept",
                "Oct",
                "Nov",
                "Dec",
            ),
            present="Present",
            titles=MappingProxyType(
                {
                    Kind.SUMMARY: "Summary",
                    Kind.WORK: "Experience",
                    Kind.VOLUNTEER: "Volunteering",
                    Kind.EDUCATION: "Education",
                    Kind.PROJECTS: "Projects",
                    Kind.AWARDS: "Awards",
                    Kind.CERTIFICATES: "Certificates",
                    Kind.PUBLICATIONS: "Publications",
                    Kind.SKILLS: "Skills",
                    Kind.LANGUAGES: "Languages",
                    Kind.INTERESTS: "Interests",
                    Kind.REFERENCES: "References",
                    Kind.CUSTOM: "More",
                }
            ),
            words=MappingProxyType(
                {
                    "authors": "Authors",
                    "courses": "Courses",
                    "keywords": "Technologies",
                    "roles": "Role",
                    "score": "Grade",
                    "location": "Location",
                    "email": "Email",
                    "phone": "Phone",
                    "website": "Website",
                }
            ),
            labels=Labels(
                contact="Contact",
                page="Page {page} of {pages}",
                curriculum_vitae="Curriculum vitae",
                skip_to_content="Skip to content",
                photo_of="Photo of {name}",
            ),
        ),
        "de": Locale(
            language="de",
            months=(
                "Jan.",
                "Feb.",
                "März",
                "Apr.",
                "Mai",
                "Juni",
                "Juli",
                "Aug.",
                "Sept.",
                "Okt.",
                "Nov.",
                "Dez.",
            ),
            present="heute",
            titles=MappingProxyType(
                {
                    Kind.SUMMARY: "Profil",
                    Kind.WORK: "Berufserfahrung",
                    Kind.VOLUNTEER: "Ehrenamt",
                    Kind.EDUCATION: "Ausbildung",
                    Kind.PROJECTS: "Projekte",
                    Kind.AWARDS: "Auszeichnungen",
                    Kind.CERTIFICATES: "Zertifikate",
                    Kind.PUBLICATIONS: "Veröffentlichungen",
                    Kind.SKILLS: "Kenntnisse",
                    Kind.LANGUAGES: "Sprachen",
                    Kind.INTERESTS: "Interessen",
                    Kind.REFERENCES: "Referenzen",
                    Kind.CUSTOM: "Weiteres",
                }
            ),
            words=MappingProxyType(
                {
                    "authors": "Autoren",
                    "courses": "Schwerpunkte",
                    "keywords": "Technologien",
                    "roles": "Rolle",
                    "score": "Note",
                    "location": "Ort",
                    "email": "E-Mail",
                    "phone": "Telefon",
                    "website": "Website",
                }
            ),
            labels=Labels(
                contact="Kontakt",
                page="Seite {page} von {pages}",
                curriculum_vitae="Lebenslauf",
                skip_to_content="Zum Inhalt springen",
                photo_of="Foto von {name}",
            ),
        ),
    }
)
