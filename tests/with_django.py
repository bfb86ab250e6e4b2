"""Starts Django for tests. The `__init__.py` of each test folder that needs it imports this module; nothing else does.

So the tests of the thinking half start without Django. Tests that store run on SQLite in memory, or on a PostgreSQL of
their own with SELLWRIGHT_TEST_DATABASE=postgresql. No setting of the person who runs them reaches them, and neither
does their data: the data folder is a temporary one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from tests import servers

ON_POSTGRES = os.environ.get("SELLWRIGHT_TEST_DATABASE", "sqlite") == "postgresql"
NO_POSTGRES = ""  # why there is none, where one is wanted


def _start() -> str:
    for name in servers.CONFIGURED_BY:
        os.environ.pop(name, None)
    home = tempfile.mkdtemp(prefix="sellwright-home-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="sellwright.server.settings", SELLWRIGHT_HOME=home, SELLWRIGHT_KEY="for tests only"
    )
    trouble = ""
    if ON_POSTGRES:
        try:
            os.environ["DATABASE_URL"] = servers.of_this_run().url("sellwright")
        except servers.NoPostgres as why:
            trouble = str(why)
    import django
    from django.conf import settings

    # Passwords need no strength here, and pages no collected files: both would cost seconds and prove nothing.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    django.setup()
    return trouble


NO_POSTGRES = _start()
