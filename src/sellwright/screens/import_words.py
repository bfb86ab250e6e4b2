"""Why a row or a whole file is refused by an import, and what is noted of its values, as forms to translate.

Reading and planning keep English with the row; a page and the table of refused rows say it in the reader's language
(spoken.failure). Slots: `file` its name, `heading` that of a column, `cell` what stood there, `most` a number.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

# One row (protocols/table_files.py, table_edges.py, interactions/vcards.py, column_values.py, importing/records.py).
ROWS = (
    gettext_noop("{heading}: no day"),
    gettext_noop("{heading}: no day: {cell}"),
    gettext_noop("{heading}: no number"),
    gettext_noop("{heading}: no number: {cell}"),
    gettext_noop("{heading}: no e-mail address"),
    gettext_noop("{heading}: no e-mail address: {cell}"),
    gettext_noop("{heading}: neither yes nor no"),
    gettext_noop("{heading}: neither yes nor no: {cell}"),
    gettext_noop("{heading}: left empty where it could not be read"),
    gettext_noop("{heading}: cut to {most} characters"),
    gettext_noop("An address of our own side"),
    gettext_noop("An address of our own side: {cell}"),
    gettext_noop("Neither a name nor an e-mail address."),
    gettext_noop("This person was erased at their own wish and is not brought back."),
    gettext_noop("left out: somebody who was erased at their own wish"),
    gettext_noop("Neither a name nor a website."),
    gettext_noop("Neither a name, an amount nor a firm."),
    gettext_noop("The amount is too large"),
    gettext_noop("The amount is too large: {cell}"),
    gettext_noop("The line is longer than {most} characters."),
    gettext_noop("The row has {most} cells, the headings are {width}."),
    gettext_noop("The quotation marks in this line do not pair up."),
    gettext_noop("A quotation mark opens in this line and does not close where it should."),
    gettext_noop("This row repeats the headings."),
    gettext_noop("This line is a total or a note below the table."),
    gettext_noop("The card has no END:VCARD."),
    gettext_noop("The file ends inside this card."),
    gettext_noop("other"),
)
# A whole file (protocols/table_files.py, protocols/workbooks.py).
FILES = (
    gettext_noop("{file} is empty."),
    gettext_noop("{file} is a web page or XML, whatever its ending says."),
    gettext_noop("{file} is JSON, not a table."),
    gettext_noop("{file} is a picture, not a table."),
    gettext_noop("{file} is a PDF, not a table."),
    gettext_noop("{file} is a picture or sound, not a table."),
    gettext_noop("{file} is packed (.gz), not a table."),
    gettext_noop("{file} is packed (.7z), not a table."),
    gettext_noop("{file} is packed (.rar), not a table."),
    gettext_noop("{file} is a database, not a table."),
    gettext_noop("{file} is a program, not a table."),
    gettext_noop("{file} is packed (.zip) and no workbook."),
    gettext_noop("{file} holds no text."),
    gettext_noop("The file has more than {most} columns."),
    gettext_noop("{file} has no sheet with anything on it."),
    gettext_noop("{file} is no workbook that can be read."),
    gettext_noop("{file} is larger than an .xls can be."),
    gettext_noop("{file} unpacks to far more than a workbook holds. It was not opened."),
    gettext_noop("{file} unpacks to far more than a workbook holds."),
    gettext_noop("It was not opened."),
    gettext_noop("{file} is a damaged or locked workbook."),
    gettext_noop("Workbooks need one more package."),
    gettext_noop("Export it again, then try once more."),
    gettext_noop("Open it in a spreadsheet and save it as .xlsx or .csv."),
    gettext_noop("Export it as CSV."),
    gettext_noop("Give a .csv, .xlsx or .vcf file."),
    gettext_noop("Unpack it and give the files inside, all at once."),
    gettext_noop("Export fewer of them."),
    gettext_noop("Save it again as .xlsx or .csv."),
    gettext_noop("Save it as .xlsx or .csv."),
    gettext_noop("Save it as .csv, then try once more."),
    gettext_noop("Save it again, without a password."),
)

FORMS = (*ROWS, *FILES)
