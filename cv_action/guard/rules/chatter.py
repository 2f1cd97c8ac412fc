"""Words that belong to the conversation with a model and not to a CV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.flat import flatten, unheard

_ANY: Final = re.IGNORECASE
_LINE: Final = re.IGNORECASE | re.MULTILINE


class _Leak(NamedTuple):
    pattern: re.Pattern[str]
    reason: str


_LABELS: Final = (
    r"(?:(?:enhanced|improved|revised|rewritten|reworded|rephrased|updated|polished|refined|final"
    r"|new|suggested|original|corrected|optimi[sz]ed)\s+(?:version|text|bullet(?:\s+point)?|summary"
    r"|rewrite|statement|description|wording|fact)|rewrite|rewording|output|answer|response|result"
    r"|bullet|explanation|note|reasoning|rationale|changes(?:\s+made)?|key\s+improvements"
    r"|(?:version|option|alternative)\s+\w{1,2})"
)
_LEAKS: Final = (
    _Leak(
        re.compile(
            r"^\W*(?:sure(?:\s+thing)?|certainly|of\s+course|absolutely|okay|ok|great|got\s+it"
            r"|understood|happy\s+to\s+help|no\s+problem|yes)\s*[!,.:]"
            r"|\b(?:sure|certainly|absolutely)!|\bhere(?:'s|\s+is|\s+are)\s+(?:an?|the|your|my|one|some|two|three)\b[^.!?\n]{0,60}?"
            r"\b(?:version|rewrite|bullet|summary|text|wording|options?|description|draft)s?\b"
            r"|\b(?:i\s+hope\s+this|let\s+me\s+know|feel\s+free\s+to|would\s+you\s+like\s+me\s+to"
            r"|please\s+(?:provide|let\s+me|note\s+that|share|review\s+this)|happy\s+to\s+adjust"
            r"|if\s+you'd\s+like)\b",
            _ANY,
        ),
        "This speaks to whoever asked for the text, not to whoever reads the CV.",
    ),
    _Leak(
        re.compile(
            r"\b(?:as|i'?\s?a?m|being)\s+an?\s+(?:ai\b|artificial\s+intelligence|(?:large\s+)?"
            r"language\s+model|llm\b|chat\s?bot|virtual\s+assistant)"
            r"|\bi\s*(?:'m|\s+am)\s+(?:sorry|unable|not\s+able)\b|\bi\s+apologi[sz]e\b"
            r"|\bi\s+(?:can(?:'t|not|\s+not)|won't|will\s+not|could\s+not|couldn't)\s+"
            r"(?:help|assist|rewrite|rephrase|enhance|provide|verify|fulfil|comply|invent|add)"
            r"|\bi(?:'ve|\s+have)?\s+(?:re(?:phrased|worded|wrote|written|formatted)"
            r"|(?:kept|preserved|maintained|enhanced|improved|removed|avoided)\s+(?:the|all|any|your)"
            r"\s+(?:original|facts?|meaning|wording|text|bullet|numbers?|claims?))\b"
            r"|\b(?:my\s+(?:training\s+data|knowledge\s+cut-?off|instructions|guidelines))\b",
            _ANY,
        ),
        "A model speaks of itself here.",
    ),
    _Leak(
        re.compile(
            r"\A\W{0,9}(?:null|none|nil|undefined|nan|empty|unknown|not\s+applicable|unchanged|as\s+is"
            r"|no\s+changes?|same\s+as\s+(?:the\s+)?(?:original|before|source|above|input)"
            r"|(?:unable|not\s+able|impossible)\s+to\s+\w+|skip(?:ped)?|error)\W{0,9}\Z",
            _ANY,
        ),
        "This says that there is no statement.",
    ),
    _Leak(
        re.compile(rf"^[^\w\n]{{0,9}}_{{0,3}}{_LABELS}[*_]{{0,3}}[ \t]{{0,3}}:", _LINE),
        "A label stands where the statement should begin.",
    ),
    _Leak(
        re.compile(
            r"\b(?:this|the)\s+(?:new\s+|revised\s+|enhanced\s+|improved\s+)?"
            r"(?:version|rewrite|rewording|rephrasing|revision)\s+(?:keeps|preserves|maintains"
            r"|highlights|emphasi[sz]es|uses|focuses|is\s+more|adds|removes|improves|retains)\b"
            r"|\(?\bno\s+changes?\s+(?:were\s+)?(?:needed|necessary|required|made)\b"
            r"|\b(?:word|character)\s+count\s*:|\(\d+\s+(?:words|characters)\)",
            _ANY,
        ),
        "This speaks about the rewrite instead of being it.",
    ),
    _Leak(
        re.compile(
            r"```|~~~|<\|[\w ]{1,30}\|>|\[/?INST\]"
            r"|^[ \t]{0,9}###\s*(?:instruction|response)",
            _LINE,
        ),
        "A fence or a marker of a conversation is left in the text.",
    ),
    _Leak(
        re.compile(
            r"^[ \t]{0,9}(?:human|user|system|assistant|ai|model|claude|chatgpt|gpt(?:-\w+)?)\s*:"
            r"|</?(?:answer|output|rewrite|rewritten|result|response|text|fact|facts|bullet|thinking"
            r"|think|analysis|reasoning|evidence|source|before|after|document|cv|resume|summary"
            r"|verdict|question|instructions?|prompt|system|user|assistant)\b[^<>\n]{0,80}>"
            r"|^[ \t]{0,9}[\[{]\s{0,9}[\[{\"]"
            r"|[\"']?\b(?:fact_id|rewrite|rewritten|new_text)\b[\"']?\s*:\s*[\"'\[{]",
            _LINE,
        ),
        "A wrapper of the reply is left in the text.",
    ),
    _Leak(
        re.compile(
            r"\[(?!\^?\d)[^\[\]\n]{0,60}\](?!\()|\{\{[^{}\n]{0,60}\}\}|\$?\{[A-Za-z_][^{}\n]{0,40}\}"
            r"|<(?-i:[A-Z])[^<>\n]{0,40}>|<(?:your|insert|company|employer|number|name|role|title|tool"
            r"|metric|date|year|skill|team|product|client|project)\b[^<>\n]{0,40}>"
            r"|_{3,}|\?{3,}|\blorem\s+ipsum\b"
            r"|\bto\s+be\s+(?:determined|filled\s+in|announced)\b"
            r"|\binsert\s+[\w ]{1,30}?\s*here\b|\byour\s+(?:company|name|title|role|job\s+title)\b"
            r"|%[sd]\b",
            _ANY,
        ),
        "A placeholder stands where a fact should.",
    ),
    _Leak(
        re.compile(
            r"\b(?:TBD|TBA|TBC|TODO|FIXME|XXX+)\b|\bN/A\b"
            r"|(?<![\w.])[$€£]?(?:X{1,3}|Y{2,3}|Z{2,3}|N{2,3}|XX?\.X)\s?(?:%|\+|[kKM]\b|percent\b"
            r"|years?\b|months?\b|users\b|people\b|engineers\b|hours?\b|times\b)"
            r"|[$€£][XYN]+\b|\bN\+\s(?!1)"
            r"|\b(?:Company|Job|Your|Project|Client|Product|Employer|University|School)\s+"
            r"(?:Name|Title|[XYZAB])\b|\b(?:XYZ|ABC)\s+(?:Corp|Inc|Company|Ltd|GmbH|LLC)\b"
        ),
        "A placeholder stands where a fact should.",
    ),
    _Leak(
        re.compile(
            r"\b(?:ignore|disregard|forget|override|bypass|skip)\s+(?:all\s+|any\s+|of\s+|the\s+|your\s+"
            r"|these\s+|those\s+)*(?:(?:previous|prior|above|earlier|preceding|other|safety)\s+)*"
            r"(?:instructions?|prompts?|rules?|guidelines|guards?|checks?|findings?|evidence)\b"
            r"|\bsystem\s+prompt\b|\byou\s+are\s+(?:an?|the)\s+(?:helpful|expert|professional|resume"
            r"|cv|career|ai|assistant|guard|judge|reader|fact)"
            r"|\b(?:rewrite|rephrase|reword|enhance|improve)\s+(?:the\s+following|this\s+(?:bullet"
            r"|text|fact|statement|sentence)|the\s+(?:bullet|fact|statement|text)\s+below)\b"
            r"|\b(?:do\s+not|don't|never)\s+(?:invent|fabricate|make\s+up|hallucinate)\b"
            r"|\b[a-z-]+/[\w.-]{1,120}/[0-9a-f]{12}\b",
            _ANY,
        ),
        "A piece of the instructions is left in the text.",
    ),
    _Leak(
        re.compile(
            r"\b(?:note|message|instructions?|attention|dear)\s*(?:to|for)?\s*(?:the\s+|any\s+|all\s+)?"
            r"(?:recruiters?|hiring\s+managers?|ats|reviewers?|guard|verifier|judge|reader|evaluator"
            r"|grader|fact[- ]checker|model|assistant|ai|llm)\b\s*[:,!-]"
            r"|\b(?:answer|reply|respond|return|output)\s+(?:with\s+)?[\"'(]?(?:yes|true|entailed"
            r"|supported|accept(?:ed)?|pass|consistent)\b"
            r"|\b(?:mark|treat|regard|consider|accept|approve|rate|score|rank)\s+(?:this|it|the\s+"
            r"(?:claim|statement|text|rewrite|candidate|resume|cv|above))\s+(?:as|is|to\s+be)?\s*"
            r"(?:accepted|supported|verified|entailed|true|consistent|correct|approved|valid"
            r"|qualified|top|highest|best|a\s+(?:perfect|strong)\s+(?:match|fit))"
            r"|\bthis\s+(?:claim|statement|rewrite|text)\s+(?:is|was|has\s+been)\s+(?:fully\s+"
            r"|already\s+)?(?:supported|verified|entailed|approved|true|correct|accurate|fact-checked)"
            r"|\((?:verified|fact-checked|approved|confirmed)\)|\bentailed[\"']?\s*[:=]\s*true\b"
            r"|\b(?:already|pre-?)\s*(?:fact-checked|verified\s+by|approved\s+by)\b"
            r"|\b(?:verified|approved|cleared)\s+by\s+(?:the\s+)?(?:guard|checker|reader|judge)\b",
            _ANY,
        ),
        "This gives orders to whoever reads or checks the text.",
    ),
)  # fmt: skip
_QUOTED: Final = re.compile(r'\s*(["“”«»„]|\'\')[^"“”«»„]+(["“”«»„]|\'\')\s*\Z')


def check(case: Case) -> Iterator[Finding]:
    """Block what is said to, by or about a model, unless the fact itself says it."""
    new = flatten(case.rewrite)
    old = flatten(case.evidence.source)
    for leak in _LEAKS:
        for match in unheard(leak.pattern, old.text, new.text):
            yield _finding(case, new.span(match), leak.reason)
    if _QUOTED.match(case.rewrite) and not _QUOTED.match(case.evidence.source):
        yield _finding(
            case, (0, len(case.rewrite)), "The whole statement stands in quotation marks."
        )


def _finding(case: Case, span: tuple[int, int], reason: str) -> Finding:
    start, end = span
    return Finding(
        rule="chatter", effect=Effect.BLOCK, start=start, end=end,
        text=case.rewrite[start:end], reason=reason,
    )  # fmt: skip
