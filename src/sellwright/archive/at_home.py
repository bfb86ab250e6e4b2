"""What backup, restore and serve do first: Django set up on a data folder, a restore that was broken off finished."""

from __future__ import annotations

import os
from pathlib import Path

import django
import platformdirs

from sellwright.archive import postgres_copy, restoring


def folder() -> Path:
    """The data folder, as the settings will find it; Django need not be set up."""
    return Path(os.environ.get("SELLWRIGHT_HOME") or platformdirs.user_data_dir("sellwright"))


def set_up(*, makes_key: bool = True) -> str:
    """Sets Django up, and finishes a restore that was broken off: a sentence on what became of it, or ''. Without
    `makes_key` a data folder that has no key gets none: a restore may bring it."""
    home = folder()
    said = restoring.finish(home)
    had_key = bool(os.environ.get("SELLWRIGHT_KEY")) or (home / "secret-key").exists()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    django.setup()
    from django.conf import settings

    if not had_key and not makes_key:
        (home / "secret-key").unlink(missing_ok=True)
    engine = settings.DATABASES["default"]
    if engine["ENGINE"] != "sellwright.store.sqlite" and (home / restoring.FOLDER).is_dir():
        with postgres_copy.connect(engine) as db:
            said = restoring.finish(home, lambda mark: postgres_copy.stands(db, mark))
            if "nothing" in said:
                postgres_copy.drop_stage(db)
    return said
