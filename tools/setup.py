"""Sets up .venv from the lock files, with one line of progress. Called by the Makefile: `setup.py run|dev`.

Written for any Python 3, so that an old one still ends in one clear sentence.
"""

import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
NEEDED = (3, 11)


def stop(sentence):
    sys.stderr.write("\n" + sentence + "\n")
    sys.exit(1)


def version_of(python):
    try:
        out = subprocess.check_output([python, "-c", "import sys; print('%d %d' % sys.version_info[:2])"])
        return tuple(int(part) for part in out.split())
    except (OSError, subprocess.CalledProcessError, ValueError):
        return (0, 0)


def find_python():
    """This Python if it is new enough, else the newest one on the PATH."""
    if sys.version_info[:2] >= NEEDED:
        return sys.executable
    for minor in range(15, NEEDED[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found and version_of(found) >= NEEDED:
            return found
    stop(
        "Sellwright needs Python %d.%d or newer; this is %d.%d. Install one (Debian and Ubuntu: sudo apt install "
        "python3.11 python3.11-venv; macOS: brew install python@3.12) and run make again."
        % (NEEDED + sys.version_info[:2])
    )


def check_venv(python):
    """Debian and Ubuntu ship Python without its venv parts: get or name the one package that is missing."""
    probe = [python, "-c", "import venv, ensurepip"]
    if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0:
        return
    package = "python%d.%d-venv" % version_of(python)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Setting up (once): %s " % package)
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for words in (["update"], ["install", "--no-install-recommends", package]):
            subprocess.run(
                ["apt-get", "-q", "-y", *words], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0:
            return
    stop("Python's venv module is missing. Install it with: sudo apt install " + package)


def say(words):
    """One line that changes on a terminal; in a log only its end."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + words)
    elif words.endswith("\n"):
        sys.stderr.write(words)
    sys.stderr.flush()


def step(words, command):
    say("Setting up (once): %s " % words)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        text = done.stdout.decode("utf-8", "replace").strip().splitlines()
        stop("Set-up stopped while %s:\n%s" % (words, "\n".join(text[-8:])))


def programs(python, what):
    """Chromium and PostgreSQL for the tests: starts looking for them, or says which are absent (tools/programs.py)."""
    command = [python, os.path.join(ROOT, "tools", "programs.py"), what]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process):
    """Waits for it and passes on what it said."""
    for line in process.communicate()[1].decode("utf-8", "replace").splitlines():
        say(line + "\n")


def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    lock = "requirements.lock" if kind == "run" else "requirements-dev.lock"
    started = time.time()
    python = find_python()
    inside = os.path.join(VENV, "bin", "python")
    if not os.path.exists(inside) or version_of(inside) < NEEDED:
        check_venv(python)
        step("making .venv", [python, "-m", "venv", "--clear", VENV])
    coming = programs(python, "install") if kind == "dev" else None  # while the packages are installed
    pip = [inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    step("installing the locked packages", [*pip, "--require-hashes", "-r", lock])
    step("installing sellwright", [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    if coming:
        say("Setting up (once): Chromium and PostgreSQL ")
        finish(coming)
        finish(programs(python, "missing"))
    for stamp in ("run.stamp",) if kind == "run" else ("run.stamp", "dev.stamp"):
        with open(os.path.join(VENV, stamp), "w") as file:
            file.write(lock + "\n")
    say("Set up in %.0f s.\n" % (time.time() - started))


if __name__ == "__main__":
    main()
