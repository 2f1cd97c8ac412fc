"""Which commits of a branch's own line brought something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from cv_action.publish.line import brought


@st.composite
def graphs(draw: st.DrawFn) -> Mapping[str, Sequence[str]]:
    """Commits with one, two or three parents of the earlier ones, and one without any."""
    graph: dict[str, list[str]] = {"0": []}
    for number in range(1, draw(st.integers(1, 12))):
        earlier = st.integers(0, number - 1).map(str)
        graph[str(number)] = draw(st.lists(earlier, min_size=1, max_size=3, unique=True))
    return graph


def before(graph: Mapping[str, Sequence[str]], sha: str) -> set[str]:
    return {sha}.union(*(before(graph, parent) for parent in graph[sha]))


@given(graphs(), st.data())
def test_each_is_brought_where_the_line_first_had_it(
    graph: Mapping[str, Sequence[str]], data: st.DataObject
) -> None:
    commits = data.draw(st.sets(st.sampled_from(sorted(graph))))
    line = [list(graph)[-1]]
    while graph[line[-1]]:
        line.append(graph[line[-1]][0])
    expected = [
        sha
        for sha in line
        if (before(graph, sha) - set().union(*(before(graph, p) for p in graph[sha][:1]))) & commits
    ]
    assert list(brought(line[0], graph, commits)) == expected


def test_of_the_last_that_is_known_it_is_not_known_what_it_brought() -> None:
    graph = {"c": ["b"], "b": ["a", "side"], "side": ["a"]}
    assert brought("c", graph, {"c", "side", "a"}) == ("c",)
    assert brought("c", {**graph, "a": []}, {"c", "side", "a"}) == ("c", "b", "a")


def test_a_head_that_is_not_known_has_no_line() -> None:
    assert brought("a", {}, {"a"}) == ()


def test_a_line_that_leads_in_a_circle_ends() -> None:
    assert brought("a", {"a": ["b"], "b": ["a"]}, {"b"}) == ("b",)
