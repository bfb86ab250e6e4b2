"""What is installed from a wheel: every page, picture, word and model is in it, and it runs away from the source."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests import servers

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".pyc", ".po"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the tree, without a network."""
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], cwd=ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.whl")
    return made


def test_the_wheel_holds_everything_the_source_does(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        inside = set(held.namelist())
    wanted = {
        f"sellwright/{path.relative_to(ROOT / 'src' / 'sellwright').as_posix()}"
        for path in (ROOT / "src" / "sellwright").rglob("*")
        if path.is_file() and path.suffix not in LEFT_OUT and "__pycache__" not in path.parts
    }
    wanted |= {f"sellwright/screens/why/measures/{page.name}" for page in (ROOT / "docs" / "measures").glob("*.md")}
    assert sorted(wanted - inside) == []
    kinds = {Path(name).suffix for name in inside}
    assert {".html", ".css", ".js", ".woff2", ".mo", ".json", ".model"} <= kinds
    assert not [name for name in inside if name.startswith(("tests/", "bench/", "labels/"))]


@pytest.mark.long
def test_installed_in_an_environment_of_its_own_it_serves(wheel: Path, tmp_path: Path) -> None:
    """The packages it needs are lent by this environment; sellwright itself comes from the wheel alone."""
    place = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    (site,) = place.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install", "-q", "--no-deps",
         "--no-index", str(wheel)], check=True, capture_output=True,
    )  # fmt: skip
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    where = [str(place / "bin" / "python"), "-c", "import sellwright; print(sellwright.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=inherited, capture_output=True, text=True, check=True).stdout
    assert found.startswith(str(site)), found
    server = servers.Sellwright(tmp_path / "data", "--no-browser", "--demo", program=place / "bin" / "python")
    try:
        server.wait(300)
        import urllib.request

        with urllib.request.urlopen(server.url + "/account/login/", timeout=60) as page:
            words = page.read().decode()
        style = words.split('rel="stylesheet" href="')[1].split('"')[0]
        with urllib.request.urlopen(server.url + style, timeout=60) as sheet:
            assert sheet.status == 200
        asked = urllib.request.Request(server.url + "/account/login/", headers={"Accept-Language": "de"})
        with urllib.request.urlopen(asked, timeout=60) as page:
            assert "Anmelden" in page.read().decode()
    finally:
        server.stop()
