"""Text that is delimited: each row an object of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from fakeaws.services.stepfunctions.language.java_maps import hash_map_order
from fakeaws.services.stepfunctions.map_runs.items import Item
from fakeaws.services.stepfunctions.map_runs.readers.texts import NotReadable

_DELIMITERS = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}


def csv_items(text: str, headers: Sequence[str] | None, delimiter: str, source: str, most: int) -> list[Item]:
    """At most ``most`` rows unless that is 0; ``headers`` None: the first row has them.

    Keys are in the order of a Java ``HashMap``. Short rows are filled with empty texts, what is beyond the headers is left
    out, rows of nothing at all are no rows.
    """
    rows = _rows(text, _DELIMITERS[delimiter])
    if headers is None:
        headers = next(rows, [])
    if len(set(headers)) < len(headers):
        raise NotReadable("CSV headers cannot contain duplicates.")
    places = {name: at for at, name in enumerate(headers)}
    ordered = hash_map_order(headers)
    picks = [places[name] for name in ordered]
    width = len(headers)
    found: list[Item] = []
    for row in rows:
        if len(row) < width:
            row += [""] * (width - len(row))
        found.append(Item({name: row[at] for name, at in zip(ordered, picks)}, source))
        if len(found) == most:
            break
    return found


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if row:
                yield row
    except csv.Error as error:
        raise NotReadable(f"Line {reader.line_num} of the CSV file cannot be read: {error}.") from None
