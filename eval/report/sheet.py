"""Tables for a spreadsheet: CSV in UTF-8, no cell of which a spreadsheet would run as a formula.

>>> guarded("=1+1"), guarded("-0.5"), guarded("+0.12")
("'=1+1", '-0.5', '+0.12')
"""

from __future__ import annotations

import csv
import io
import re

from eval.report.text import visible
from eval.report.value import Table

_STARTS = re.compile(r"\s*[=+\-@\t\r|%]")
_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*%?( \[[-+\d., %a-zà]*\])?")


def table(value: Table) -> str:
    """Return a table as CSV with its heads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(cell) for cell in value.columns])
    writer.writerows([[guarded(cell) for cell in row] for row in value.rows])
    return out.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that is only ever text or a number: signs as spreadsheets know them, formulas quoted."""
    text = visible(cell).replace("−", "-").replace("\u202f", " ")
    if _STARTS.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
