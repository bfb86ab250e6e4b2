"""Collects the words that pages show and compiles their translations (docs/running/translating.md).

python tools/words.py        every language there is: new words are added, old ones let go, catalogues compiled
python tools/words.py fr     begins another language
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "sellwright"
LOCALE = SOURCE / "screens" / "locale"
# The header keeps no time of day: a catalogue changes when its words do.
_DATES = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date): .*\n', re.MULTILINE)


def main(languages: list[str]) -> None:
    """Extracts, merges, compiles."""
    os.environ.setdefault("SELLWRIGHT_KEY", "words")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    import django
    from django.core.management.commands import compilemessages, makemessages

    django.setup()

    class Collect(makemessages.Command):
        # `later` is how this code calls gettext_lazy.
        xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=later"]  # noqa: RUF012
        # New words come empty: a guess from like words would only have to be found out.
        msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]  # noqa: RUF012

    os.chdir(SOURCE)
    known = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir()) if LOCALE.is_dir() else []
    for language in languages or known:
        (LOCALE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    Collect().run_from_argv(
        ["words", "makemessages", "--add-location=file", "--no-obsolete"]
        + [part for language in languages or known for part in ("-l", language)]
    )
    for catalogue in LOCALE.glob("*/LC_MESSAGES/django.po"):
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(_DATES.sub("", text), encoding="utf-8")
    os.chdir(LOCALE)
    compilemessages.Command().run_from_argv(["words", "compilemessages"])


if __name__ == "__main__":
    main(sys.argv[1:])
