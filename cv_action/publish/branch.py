"""Which branch a run publishes to.

Source: https://git-scm.com/docs/git-check-ref-format
"""

from __future__ import annotations

import re
from typing import Final

from cv_action.errors import PublishError

_HEADS: Final = "refs/heads/"
_FORBIDDEN: Final = re.compile(
    r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(/|$)|\.$|/$|^[./-]|^@$"
)
_NAME_IT: Final = "Name the branch to publish to:\n\nwith:\n  branch: main"


def target_branch(ref: str, branch: str) -> str:
    """The branch that is asked for, or the one that the run belongs to.

    ``ref`` is the run's (``GITHUB_REF``), such as ``refs/heads/main``.

    Raises:
        PublishError: the run belongs to no branch and none is asked for, or it is no branch's name.
    """
    if branch:
        return _named(branch)
    if ref.startswith(_HEADS):
        return _named(ref.removeprefix(_HEADS))
    if ref.startswith("refs/tags/"):
        where = f"the tag {ref.removeprefix('refs/tags/')!r}"
    elif ref.startswith("refs/pull/"):
        where = "a pull request, whose merge is no branch"
    else:
        where = "no branch"
    raise PublishError(f"This run belongs to {where}, and tells no branch.", hint=_NAME_IT)


def _named(branch: str) -> str:
    if branch.startswith("refs/"):
        raise PublishError(
            f"{branch!r} is a whole reference, not the name of a branch.",
            hint=_NAME_IT,
        )
    if not branch or _FORBIDDEN.search(branch):
        raise PublishError(f"{branch!r} cannot be the name of a branch.", hint=_NAME_IT)
    return branch
