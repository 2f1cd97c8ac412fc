"""What can be said on the command line; the options are the action's inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from cv_action.render import options
from cv_action.report import run

GITHUB: Final = "https://api.github.com"

Given = Annotated[
    Path,
    typer.Argument(help="The CV: JSON Resume, RenderCV, base-cv.json or Markdown.", metavar="CV"),
]
Cv = Annotated[
    str | None, typer.Option(help="Path of the CV; left out, it is found by name.", metavar="FILE")
]
Mode = Annotated[run.Mode, typer.Option(help="What to do.")]
JobDescription = Annotated[
    str | None,
    typer.Option(help="A job description, whose words decide what stands first.", metavar="FILE"),
]
Variants = Annotated[
    str | None, typer.Option(help="Variants to write beside the whole CV.", metavar="LIST")
]
OutputDir = Annotated[str | None, typer.Option(help="Folder for the documents.", metavar="DIR")]
Formats = Annotated[
    str | None,
    typer.Option(help="Of html, pdf, markdown, text, docx, json.", metavar="LIST"),
]
Design = Annotated[options.Design, typer.Option(help="How the PDF looks.")]
PageSize = Annotated[options.PageSize, typer.Option(help="Paper of the PDF and the Word document.")]
Locale = Annotated[
    str, typer.Option(help="Language of headings and months: en or de.", metavar="NAME")
]
Fonts = Annotated[str | None, typer.Option(help="Folder with more fonts.", metavar="DIR")]
PublishContact = Annotated[
    str | None,
    typer.Option(
        help="Of email, phone, website, profiles, address, city, country; or none.",
        metavar="LIST",
    ),
]
PublishPhoto = Annotated[bool, typer.Option("--publish-photo", help="Show the photo too.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]
Creativity = Annotated[
    str | None,
    typer.Option(help="conservative, balanced, creative or innovative.", metavar="NAME"),
]
ForceRefresh = Annotated[
    bool, typer.Option("--force-refresh", help="Seek words again where there are some.")
]
Lanes = Annotated[
    str | None, typer.Option(help="Of subscription, api, offline, in order.", metavar="LIST")
]
Model = Annotated[str | None, typer.Option(help="Model to ask.", metavar="ID")]
EconomyModel = Annotated[
    str | None, typer.Option(help="Model to ask when money or quota is short.", metavar="ID")
]
BaseUrl = Annotated[
    str | None, typer.Option("--anthropic-base-url", help="Address of the API.", metavar="URL")
]
ClaudeCli = Annotated[
    str | None,
    typer.Option("--claude-cli-path", help="The official command line.", metavar="FILE"),
]
Target = Annotated[str, typer.Option(help="Folder for the documents.", metavar="DIR")]
To = Annotated[str, typer.Option(help="json-resume, rendercv or markdown.", metavar="FORMAT")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="File to write; left out, it is printed.", metavar="FILE"),
]
Folder = Annotated[Path, typer.Argument(help="Where to put it.", metavar="[DIR]")]
Cases = Annotated[
    Path | None,
    typer.Argument(
        help="Cases, one JSON object a line; left out, they are piped in.", metavar="[FILE]"
    ),
]
FailOnBlock = Annotated[
    bool, typer.Option("--fail-on-block", help="Exit 1 when something is blocked.")
]
Pretty = Annotated[bool, typer.Option("--pretty", help="Show it to a person instead.")]
Ledger = Annotated[
    Path | None,
    typer.Option(help="Folder of the ledger; left out, .cv-action of this one.", metavar="DIR"),
]
Repository = Annotated[
    str,
    typer.Option(
        help="Repository whose ledger it is, read with GITHUB_TOKEN.", metavar="OWNER/NAME"
    ),
]
ApiUrl = Annotated[
    str,
    typer.Option(
        help="GitHub's API, for an Enterprise Server.", envvar="GITHUB_API_URL", metavar="URL"
    ),
]
Events = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help="File to write; left out, they are printed.", metavar="FILE"
    ),
]
Every = Annotated[
    bool, typer.Option("--all", help="Settle those whose process may still be at work, too.")
]
RunBudget = Annotated[
    str | None, typer.Option(help="Most that one run may spend; left out, 0.50.", metavar="USD")
]
DayBudget = Annotated[
    str | None, typer.Option(help="Most for a day; left out, 1.00.", metavar="USD")
]
MonthBudget = Annotated[
    str | None, typer.Option(help="Most for a month; left out, 10.00.", metavar="USD")
]
Plan = Annotated[Path, typer.Argument(help="What is to be simulated, in YAML.", metavar="PLAN")]
Days = Annotated[
    int | None,
    typer.Option(help="Days to simulate; left out, as many as the plan says.", min=1, max=366),
]
SimulatedLedger = Annotated[
    Path | None, typer.Option(help="New folder for the ledger that is left.", metavar="DIR")
]
