"""What columns hold, by all their cells: kinds, order of days, mark of decimals, the odd ones; cells as values."""

from __future__ import annotations

import pytest

from sellwright.interactions import column_headings, near_words
from sellwright.interactions.column_kinds import Column, Tally, class_of
from sellwright.interactions.column_values import Wrong, currency_in, reader


def column(heading: str, *cells: str) -> Column:
    tally = Tally(heading)
    for start in range(0, len(cells), 7):  # in pieces, as they come
        some = list(cells[start : start + 7])
        tally.add(some, list(range(start + 2, start + 2 + len(some))))
    return tally.column()


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("Email", ("a@x.example", "b@x.example", "c@x.example"), "email"),
        ("Amount", ("1,234.50", "99", ""), "money"), ("Size", ("1", "2", "30"), "number"),
        ("Price", ("€ 12,50", "€ 1.000,00"), "money"), ("Active", ("yes", "no", "yes"), "yes_no"),
        ("Site", ("https://x.example", "www.y.example"), "link"), ("Mobile", ("030 1234567", "+49 30 7654321"), "phone"),  # noqa: E501
        ("Zip", ("01234", "99999"), "text"), ("Notes", ("x" * 400, "y"), "long"),
        ("Rank", ("A", "B") * 20, "choice"), ("Tags", ("a;b", "b;c", "a;c", "a") * 10, "choices"),
        ("Product interest", ("A;B;C", "A") * 20, "choices"),
        ("When", ("2024-01-05", "2024-02-06"), "date"), ("Created", ("2024-01-05 10:30", "2024-02-06 11:00"), "moment"),
        ("Close date", ("NaT", "N/A", "NULL", "5 March 2024"), "date"),
    ],
)  # fmt: skip
def test_kinds(heading: str, cells: tuple[str, ...], kind: str) -> None:
    assert column(heading, *cells).kind == kind


def test_the_order_of_days_is_told_by_evidence_or_asked() -> None:
    assert column("Day", "01/02/2024", "25/02/2024").order == "dmy"
    assert column("Day", "01/02/2024", "02/25/2024").order == "mdy"
    asked = column("Day", "01/02/2024", "03/04/2024")
    assert asked.unsure == "order"
    assert column("Day", "01.02.2024", "03.04.2024").unsure == ""  # with dots the day stands first everywhere


def test_days_a_spreadsheet_counted() -> None:
    found = column("Close date", "45292", "45293")
    assert (found.kind, found.order) == ("date", "serial")
    assert reader("date", "serial")("45292") == "2024-01-01"
    assert column("Employees", "45292", "45293").kind == "number"


def test_odd_cells_are_shown_with_their_line() -> None:
    found = column("Close date", *["2024-01-05"] * 30, "soon")
    assert (found.kind, found.odd, found.odd_count) == ("date", (("soon", 1, 32),), 1)


def test_decimal_marks() -> None:
    assert column("Amount", "1.234,50", "7,5").mark == ","
    assert column("Amount", "1,234.50", "7.5").mark == "."
    assert column("Amount", "1.234", "2.500").unsure == "mark"


@pytest.mark.parametrize(
    ("kind", "order", "mark", "cell", "value"),
    [
        ("date", "dmy", "", "25/12/2024", "2024-12-25"), ("date", "mdy", "", "12/25/24", "2024-12-25"),
        ("date", "ymd", "", "2024-12-25T10:00:00Z", "2024-12-25"), ("date", "dmy", "", "5. März 2024", "2024-03-05"),
        ("date", "ymd", "", "Mar 5, 2024", "2024-03-05"), ("moment", "mdy", "", "1/5/2024 3:45 PM", "2024-01-05T15:45+00:00"),  # noqa: E501
        ("moment", "ymd", "", "2024-01-05T10:00:00+02:00", "2024-01-05T08:00+00:00"),
        ("number", "", ",", "1.234,50", 1234.5), ("number", "", ".", "(1,234.50)", -1234.5),
        ("money", "", ".", "$ 1,234", 1234.0), ("money", "", ".", "-5", -5.0), ("yes_no", "", "", "Nein", False),
        ("date", "ymd", "", "NaT", None), ("number", "", ".", "N/A", None), ("text", "", "", " a  b ", "a b"),
        ("text", "", "", "'=1+1", "=1+1"), ("choices", "", "", "a; b;", ["a", "b"]),
        ("date", "dmy", "", "32.13.2024", Wrong("no day: 32.13.2024")),
    ],
)  # fmt: skip
def test_cells_as_values(kind: str, order: str, mark: str, cell: str, value: object) -> None:
    assert reader(kind, order, mark)(cell) == value


def test_words_probably_written_wrong() -> None:
    found = near_words.misspelt({"technology": 900, "technolgy": 12, "medical": 500, "retail": 400})
    assert [(one.word, one.instead) for one in found] == [("technolgy", "technology")]
    listed = near_words.misspelt({"GTXPro": 1480, "GTX Basic": 1866}, ("GTX Pro", "GTX Basic"))
    assert [(one.word, one.instead, one.why) for one in listed] == [("GTXPro", "GTX Pro", "spaces")]
    assert near_words.misspelt({"Bonn": 90, "Born": 1, "Austria": 80, "Australia": 70}) == []


EXPORTS = {
    "hubspot": (
        "person", "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Job Title,Create Date",  # noqa: E501
        {"Record ID": "person.id", "Contact owner": "person.owner", "Associated Company": "firm.name", "Create Date": ""},  # noqa: E501
    ),
    "salesforce": (
        "deal", "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Opportunity Owner,Lead Source,Probability",  # noqa: E501
        {"Opportunity ID": "deal.id", "Account Name": "firm.name", "Close Date": "deal.closed", "Created Date": "deal.opened"},  # noqa: E501
    ),
    "pipedrive": (
        "deal", "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Organization,Deal - Won time",  # noqa: E501
        {"Deal - Title": "deal.name", "Deal - Value": "deal.amount", "Deal - Status": "deal.outcome", "Deal - ID": "deal.id"},  # noqa: E501
    ),
    "close": (
        "firm", "lead_id,display_name,url,primary_contact_name,primary_contact_primary_email,status_label,industry",
        {"display_name": "firm.name", "primary_contact_primary_email": "person.email", "lead_id": "firm.id"},
    ),
    "zoho": (
        "deal", "Record Id,Deal Name,Account Name,Stage,Amount,Closing Date,Deal Owner,Modified Time",
        {"Closing Date": "deal.expected", "Deal Owner": "deal.owner", "Record Id": "deal.id", "Account Name": "firm.name"},  # noqa: E501
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", EXPORTS)
def test_the_exports_of_other_systems_are_known(system: str) -> None:
    noun, line, wanted = EXPORTS[system]
    headings = line.split(",")
    assert column_headings.noun_of(headings) == noun and column_headings.system_of(headings) == system
    found = dict(zip(headings, column_headings.targets(headings, noun), strict=True))  # type: ignore[arg-type]
    assert {heading: found[heading] for heading in wanted} == wanted


@pytest.mark.parametrize(
    ("cell", "mark", "value", "currency"),
    [
        ("€ 1.200,50", ",", 1200.5, "EUR"),
        ("1 200,50 kr", ",", 1200.5, ""),  # of three countries
        ("R$ 1.200,50", ",", 1200.5, "BRL"),
        ("CHF 1'200.50", ".", 1200.5, "CHF"),
        ("1.2E+05", ".", 120_000.0, ""),
        ("12,5 %", ",", 12.5, ""),
    ],
)
def test_sums_as_people_and_spreadsheets_write_them(cell: str, mark: str, value: float, currency: str) -> None:
    assert class_of(cell).startswith(("number", "money"))
    assert reader("money", mark=mark)(cell) == value
    assert currency_in(cell) == currency


@pytest.mark.parametrize("cell", ["NaT", "nan", "#N/A", "#NV", "NULL", "#DIV/0!", "#WERT!", "<NA>"])
def test_what_programs_write_for_nothing_is_nothing(cell: str) -> None:
    assert class_of(cell) == ""
    assert reader("number")(cell) is None and reader("date")(cell) is None and reader("text")(cell) is None
    assert currency_in(cell) == ""


@pytest.mark.parametrize("cell", ["$1.2k", "1.2M", "Total 7,668", "=SUM(A1)", "12E4"])
def test_what_could_be_misread_is_refused(cell: str) -> None:
    assert isinstance(reader("money")(cell), Wrong)


def test_sums_of_money_beside_words_are_money_and_the_words_are_odd() -> None:
    cells = ["1.234.567,89 €", "USD 1,500.00", "CHF 1'200.50", "(1.234,00)", "€ 20.000", "k.A.", "12k"] * 20
    tally = Tally("Umsatz")
    tally.add(cells, range(2, 142))
    found = tally.column()
    assert (found.kind, found.blank, found.odd) == ("money", 20, (("12k", 20, 8),))
    assert found.unsure == "mark", "20.000 may be either, where both ways of writing are proved"
    read = reader(found.kind, mark=",")
    assert [read(cell) for cell in cells[:6]] == [1234567.89, 1500.0, 1200.5, -1234.0, 20000.0, None]
    assert isinstance(read("12k"), Wrong)


def test_words_among_which_few_sums_stand_stay_words() -> None:
    tally = Tally("Budget")
    tally.add(["high", "low", "€ 5.000", "soon"] * 20, range(2, 82))
    assert tally.column().kind == "choice"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ({"a|b": 300, "a,b": 320, "A; B": 10}, []),
        ({"open": 300, "Open": 290}, []),
        ({"Pied Piper Inc": 300, "pied piper, inc.": 310}, [("pied piper, inc.", "Pied Piper Inc")]),
        ({"Pied Piper Inc": 3, "pied piper inc.": 310}, [("Pied Piper Inc", "pied piper inc.")]),
        ({"GTX-Pro": 40, "GTX Pro": 30}, [("GTX-Pro", "GTX Pro")]),
    ],
)
def test_of_two_ways_to_write_a_word_the_rarer_or_the_worse_is_the_one_to_mend(
    words: dict[str, int], offered: list[tuple[str, str]]
) -> None:
    assert [(one.word, one.instead) for one in near_words.misspelt(words)] == offered
