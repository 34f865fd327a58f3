"""Text that would run, break out or hide if a report ever took it for anything but text."""

from __future__ import annotations

RLO, SURROGATE = "\u202e", "\ud83d"
HOSTILE = {
    "script": "<script>window.pwned = 1</script>",
    "handler": '<img src=x onerror="window.pwned = 2">',
    "link": '<a href="javascript:window.pwned=3">press</a>',
    "style": "</style><style>body{display:none}</style>",
    "closing": "</script><script>window.pwned = 4</script>",
    "comment": "<!--<script>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "attribute": '" onmouseover="window.pwned=5" x="',
    "entity": "&lt;b&gt;&#x202e;",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "latex": r"\input{/etc/passwd} $x_1$ 50% & #1 ~ ^",
    "typst": '#eval("1") *bold* @ref "quoted\\',
    "markdown": "# head | [x](javascript:1) `code` ![i](http://evil.example/x.png)",
    "bidi": f"safe {RLO}gnp.exe\u2066 hidden",
    "surrogate": f"half {SURROGATE} a pair",
    "controls": "bell \x07 null \x00 escape \x1b[31m",
}
