r"""Text of unknown origin, made harmless to look at.

>>> visible("a\u202eb\x00")
'a\ufffdb\ufffd'
"""

from __future__ import annotations

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Show control, bidirectional and surrogate characters as U+FFFD instead of obeying them."""
    return _CONTROLS.sub("\ufffd", text)
