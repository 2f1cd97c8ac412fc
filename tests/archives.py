"""Archives as others make them, the hostile ones too."""

from __future__ import annotations

import io
import zipfile


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip of exactly these members, whatever they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, data in members:
            target.writestr(name, data)
    return buffer.getvalue()
