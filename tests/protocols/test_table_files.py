"""Tables of any quality: what can be read is read, what cannot is named with its line, nothing is swallowed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sellwright.interactions.failures import CannotRead
from sellwright.protocols import table_files
from sellwright.protocols.table_files import Shape


def read(tmp_path: Path, data: bytes, name: str = "a.csv") -> tuple[Shape, list[str], list[table_files.Row]]:
    path = tmp_path / name
    path.write_bytes(data)
    shape = table_files.shape_of(path, name)
    return shape, table_files.headings(path, shape), list(table_files.rows(path, shape))


def test_utf_16_with_its_mark_and_semicolons(tmp_path: Path) -> None:
    shape, headings, rows = read(tmp_path, "Name;Ort\nJürgen;Köln\n".encode("utf-16"))
    assert (shape.encoding, shape.separator, headings) == ("utf-16", ";", ["Name", "Ort"])
    assert rows == [(2, ["Jürgen", "Köln"], "")]


def test_windows_letters_and_one_bad_cell_among_utf_8(tmp_path: Path) -> None:
    assert read(tmp_path, "Name,Town\nJürgen,Köln\n".encode("cp1252"))[2] == [(2, ["Jürgen", "Köln"], "")]
    mixed = "Name,Town\nJürgen,Köln\nÅsa,Göteborg\n".encode() + "Müller,Bonn\n".encode("cp1252")
    assert read(tmp_path, mixed)[2][-1] == (4, ["Müller", "Bonn"], "")


def test_mark_twice_mixed_line_ends_and_nul(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf\xef\xbb\xbfName,Town\r\nAna,Bonn\nBo,\0Ulm\rCy,Kiel"
    _shape, headings, rows = read(tmp_path, data)
    assert headings == ["Name", "Town"]
    assert [cells for _line, cells, _why in rows] == [["Ana", "Bonn"], ["Bo", "Ulm"], ["Cy", "Kiel"]]


def test_a_quote_that_never_closes_costs_its_line_alone(tmp_path: Path) -> None:
    data = b'Name,Town,Note\nAna,Bonn,ok\nBo,Ulm,"open\nCy,Kiel,ok\nDi,Graz,"a ""b"" c"\nEd,Linz,"two\nlines"\n'
    rows = read(tmp_path, data)[2]
    assert [(line, cells and cells[0]) for line, cells, _why in rows] == [
        (2, "Ana"), (3, None), (4, "Cy"), (5, "Di"), (6, "Ed"),
    ]  # fmt: skip
    assert "quotation mark" in rows[1][2]
    assert rows[3][1] == ["Di", "Graz", 'a "b" c'] and rows[4][1] == ["Ed", "Linz", "two\nlines"]


def test_a_quote_open_to_the_end_of_the_file_swallows_nothing(tmp_path: Path) -> None:
    many = "".join(f"p{n},town\n" for n in range(3_000)).encode()
    rows = read(tmp_path, b'Name,Town\nAna,"Bonn\n' + many)[2]
    assert len(rows) == 3_001 and rows[0][1] is None and all(cells is not None for _line, cells, _why in rows[1:])


def test_ragged_rows_and_inch_marks(tmp_path: Path) -> None:
    rows = read(tmp_path, b'Name,Size\nScreen,19" wide\nShort\nLong,1,2,3\nEmpty,1,,\n')[2]
    assert rows[0][1] == ["Screen", '19" wide'] and rows[1][1] == ["Short", ""]
    assert rows[2][1] is None and "4 cells" in rows[2][2]
    assert rows[3][1] == ["Empty", "1"]


def test_headings_twice_and_empty(tmp_path: Path) -> None:
    assert read(tmp_path, b"Email,,Email,Name\na@x.example,1,b@x.example,Ana\n")[1] == [
        "Email", "Column 2", "Email (2)", "Name",
    ]  # fmt: skip


def test_no_headings_at_all_and_a_title_above_them(tmp_path: Path) -> None:
    shape, headings, rows = read(tmp_path, b"ana@x.example,Ana,12\nbo@x.example,Bo,13\n")
    assert (shape.header, headings, len(rows)) == (0, ["Column 1", "Column 2", "Column 3"], 2)
    shape, headings, rows = read(tmp_path, b"Report of May,,\n,,\nName,Town,Rank\nAna,Bonn,1\n")
    assert (shape.header, headings, rows) == (3, ["Name", "Town", "Rank"], [(4, ["Ana", "Bonn", "1"], "")])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"), (b"\x89PNG\r\n\x1a\n0000", "a picture"), (b"%PDF-1.7", "a PDF"),
        (b"<html><table><tr><td>x</td></tr></table>", "a web page"), (b'[{"name": "Ana"}]', "JSON"),
        (b"PK\x03\x04" + b"0" * 60, "packed"), (bytes(range(1, 9)) * 400, "no text"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_called_what_it_is(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(CannotRead, match=says):
        read(tmp_path, data, "a.csv")


def book(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return made.getvalue()


CONTENT = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="%s.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="%s.worksheet+xml"/>
</Types>""".replace(b"%s", b"application/vnd.openxmlformats-officedocument.spreadsheetml")
RELS = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>
</Relationships>"""
WORKBOOK = b"""<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="2"><c r="A2" t="inlineStr"><is><t>Name</t></is></c><c r="B2" t="inlineStr"><is><t>Joined on</t></is></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>Ana</t></is></c><c r="B3"><v>45292</v></c></row>
<row r="4"><c r="A4" t="str"><f>1+1</f><v>two</v></c><c r="B4"><v>45293.5</v></c></row></sheetData></worksheet>"""
PARTS = {
    "[Content_Types].xml": CONTENT, "_rels/.rels": RELS % (b"officeDocument", b"xl/workbook.xml"),
    "xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELS % (b"worksheet", b"worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": SHEET,
}  # fmt: skip


def test_a_workbook_with_its_row_numbers_and_values_not_formulas(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    shape, headings, rows = read(tmp_path, book(PARTS), "a.xlsx")
    assert (shape.kind, shape.header, shape.sheet, headings) == ("book", 2, "People", ["Name", "Joined on"])
    assert rows == [(3, ["Ana", "45292"], ""), (4, ["two", "45293.5"], "")]


def test_a_bomb_named_xlsx_is_not_opened(tmp_path: Path) -> None:
    bomb = book({**PARTS, "xl/sharedStrings.xml": b"<a>" + b"0" * 60_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(CannotRead, match="unpacks to far more"):
        read(tmp_path, bomb, "a.xlsx")


def test_a_damaged_workbook_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="damaged or locked"):
        read(tmp_path, book(PARTS)[:-200], "a.xlsx")


def test_two_hundred_columns(tmp_path: Path) -> None:
    head = ",".join(f"Field {n}" for n in range(200))
    row = ",".join(str(n) for n in range(200))
    _shape, headings, rows = read(tmp_path, f"{head}\n{row}\n".encode())
    assert len(headings) == 200 and rows[0][1] is not None and len(rows[0][1]) == 200


def test_cards_of_three_versions(tmp_path: Path) -> None:
    data = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Berg;Ana;;;\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:An=C3=A1=\r\n Berg\r\n"  # noqa: E501
        "EMAIL;INTERNET:ana@x.example\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Chen\r\nORG:Chen\\, Sons;Sales\r\nitem1.EMAIL;TYPE=WORK:bo@\r\n x.example\r\n"  # noqa: E501
        "TEL;TYPE=CELL:+49 1\r\nADR;TYPE=WORK:;;Main St 1;Ulm;;89073;Germany\r\nNOTE:one\\ntwo\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cy\r\nTEL;VALUE=uri:tel:+49-2\r\nBDAY:19800102\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nFN:Cut\r\n"
    )
    shape, headings, rows = read(tmp_path, data.encode(), "a.vcf")
    assert shape.kind == "cards"
    cards = [dict(zip(headings, cells, strict=True)) for _line, cells, _why in rows if cells]
    assert (cards[0]["Name"], cards[0]["Last Name"], cards[0]["Email"]) == ("Aná Berg", "Berg", "ana@x.example")
    assert (cards[1]["Company"], cards[1]["Email"], cards[1]["City"], cards[1]["Notes"]) == (
        "Chen, Sons", "bo@x.example", "Ulm", "one\ntwo",
    )  # fmt: skip
    assert (cards[2]["Phone"], cards[2]["Birthday"]) == ("+49-2", "1980-01-02")
    assert rows[3][1] is None and "ends inside" in rows[3][2]


def test_a_cell_over_several_lines_costs_no_other_row(tmp_path: Path) -> None:
    """Well-formed quotation marks hold, in a row with too many cells or too few, and in the first column."""
    path = tmp_path / "a.csv"
    path.write_text(
        "Name;Note;City\n"
        'Ada;"She said ""call me; later""\nnext line";Bonn;extra\n'
        'Bo;"one\ntwo\n"\n'
        '"Cleo\nBerg";x;Oslo\n'
        'Dan;"opens;Rome\n'
        'Eve;y;"Lyon"\n',
        encoding="utf-8",
    )
    rows = list(table_files.rows(path, table_files.shape_of(path, "a.csv")))
    assert [(line, cells) for line, cells, _ in rows] == [
        (2, None), (4, ["Bo", "one\ntwo\n", ""]), (7, ["Cleo\nBerg", "x", "Oslo"]), (9, None),
        (10, ["Eve", "y", "Lyon"]),
    ]  # fmt: skip
    assert rows[0][2] == "The row has 4 cells, the headings are 3."
    assert "quotation mark" in rows[3][2]
