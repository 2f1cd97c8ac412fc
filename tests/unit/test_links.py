"""Only addresses that are safe to follow become links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.render.links import PROFILE_URLS, printed_url, profile_url, safe_url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://",
        "//evil.example",
        "https://a.example/ b",
        'https://a.example/"onmouseover=x',
        "https://a.example/\u202egpj.exe",
        "http://[::1",
        "just words",
        "",
    ],
)
def test_an_unsafe_or_broken_address_is_no_link(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1&z=%20#w", "https://a.example/x?y=1&z=%20#w"),
        ("http://a.example", "http://a.example"),
        ("a.example/me", "https://a.example/me"),
        ("mailto:ada@a.example", "mailto:ada@a.example"),
        ("tel:+47555", "tel:+47555"),
        ("https://a.example/Türkiye", "https://a.example/T%C3%BCrkiye"),
    ],
)
def test_web_mail_and_telephone_addresses_are_links(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@given(st.text())
def test_no_text_becomes_a_link_that_can_run_or_break_out(text: str) -> None:
    url = safe_url(text)
    assert not set(url) & set("\"'<>` \n\r\t\\") - {"'"}
    assert url == "" or url.split(":")[0].lower() in {"http", "https", "mailto", "tel"}


def test_known_networks_have_addresses() -> None:
    assert profile_url("GitHub", "ada") == "https://github.com/ada"
    assert profile_url("Linked In", "ada") == "https://www.linkedin.com/in/ada"
    assert profile_url("Mastodon", "@ada@social.example") == "https://social.example/@ada"
    assert profile_url("Stack Overflow", "12/ada") == "https://stackoverflow.com/users/12/ada"
    assert profile_url("Myspace", "ada") == profile_url("GitHub", "") == ""
    assert PROFILE_URLS
    assert all(profile_url(network, "ada").startswith("https://") for network in PROFILE_URLS)


def test_a_username_cannot_leave_its_place_in_the_address() -> None:
    assert profile_url("GitHub", "a?b#c") == "https://github.com/a%3Fb%23c"


def test_an_address_is_printed_as_people_write_it() -> None:
    assert printed_url("https://www.a.example/me/") == "a.example/me"
    assert printed_url("mailto:ada@a.example") == "ada@a.example"
