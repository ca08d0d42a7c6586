"""A table that is taken along opens rightly, and runs nothing."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zvh.lib import sheets

HEAD = ["Naam", "Wanneer", "Hoeveel"]
ROWS = [
    ["Zoë Ångström", date(2026, 11, 30), 3],
    ["=1+1", datetime(2026, 11, 30, 11, 30, tzinfo=UTC), None],
]
SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "\x00", "=", "@"]


def read_csv(body):
    text = body.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def read_xlsx(body):
    return load_workbook(BytesIO(body)).active


@pytest.mark.use("U38")
def test_text_opens_in_a_dutch_excel():
    body = sheets.made("csv", "Lijst", HEAD, ROWS)

    assert body.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in body
    assert read_csv(body) == [
        HEAD,
        ["Zoë Ångström", "30-11-2026", "3"],
        ["'=1+1", "30-11-2026 12:30", ""],
    ]


@pytest.mark.use("U38")
def test_workbook_holds_real_dates_and_numbers():
    sheet = read_xlsx(sheets.made("xlsx", "Lijst: [1/2]", HEAD, ROWS))

    (head, one, two) = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head == HEAD
    assert one == ["Zoë Ångström", datetime(2026, 11, 30), 3]  # noqa: DTZ001
    assert two == ["'=1+1", datetime(2026, 11, 30, 12, 30), None]  # noqa: DTZ001
    assert [sheet["B2"].number_format, sheet["B3"].number_format] == [
        "dd-mm-yyyy",
        "dd-mm-yyyy hh:mm",
    ]


@pytest.mark.safety("I2")
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
@pytest.mark.parametrize("before", ["", " ", "\t ", "\ufeff", "\u200b"], ids=ascii)
def test_what_looks_like_a_formula_is_made_harmless(suffix, sign, before):
    attack = f"{before}{sign}cmd|'/c calc'!A1"

    body = sheets.made(suffix, "Lijst", [attack], [[attack]])

    if suffix == "csv":
        cells = [cell for row in read_csv(body) for cell in row]
    else:
        sheet = read_xlsx(body)
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds == {"s"}
    assert len(cells) == 2
    assert all(cell.startswith("'") for cell in cells)


@pytest.mark.safety("I2")
@given(st.text(max_size=40))
def test_no_text_at_all_begins_with_a_sign_of_a_formula(text):
    made = sheets.harmless(text)

    assert not made.lstrip().startswith(("=", "+", "-", "@"))
    assert "\x00" not in made


def test_plain_text_and_numbers_below_nought_stay_as_they_are():
    body = sheets.made("csv", "Lijst", ["a", "b"], [["J. de V. - buurt", -3]])

    assert read_csv(body)[1] == ["J. de V. - buurt", "-3"]
