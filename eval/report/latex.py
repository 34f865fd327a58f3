r"""Tables for a paper: LaTeX with booktabs, every character escaped.

>>> escape(r"50% of \input{x}")
'50\\% of \\textbackslash{}input\\{x\\}'
"""

from __future__ import annotations

from eval.report.text import visible
from eval.report.value import Table

ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "−": r"$-$", "×": r"$\times$",
    "…": r"\ldots{}", "\u202f": r"\,", "\u00a0": "~", "\ufffd": "?", "[": "{[}", "]": "{]}",
}  # fmt: skip


def table(value: Table) -> str:
    r"""Return a ``table`` environment that needs only ``\usepackage{booktabs}``."""
    shape = "".join("r" if numeric else "l" for numeric in value.numeric)
    rows = [r" & ".join(map(escape, row)) + r" \\" for row in value.rows]
    return "\n".join(
        [
            r"\begin{table}", r"\centering", rf"\caption{{{escape(value.caption)}}}",
            rf"\label{{tab:{value.id}}}", rf"\begin{{tabular}}{{{shape}}}", r"\toprule",
            " & ".join(map(escape, value.columns)) + r" \\", r"\midrule", *rows, r"\bottomrule",
            r"\end{tabular}", r"\end{table}", "",
        ]
    )  # fmt: skip


def escape(text: str) -> str:
    """Make a text inert in LaTeX: no command, no math, no line break of its own."""
    return "".join(ESCAPES.get(c, c) for c in " ".join(visible(text).split(" ")).replace("\n", " "))
