"""The demo firm, written once for all tests of this folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sellwright.demo import kestrel
from sellwright.interactions import mime

_BREAK = re.compile(rb"(?m)^From \d+@xxx [^\n]*\n")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")


@dataclass(frozen=True)
class Written:
    firm: kestrel.DemoFirm
    truth: dict[str, Any]
    mails: list[bytes]  # without their "From " lines, mboxrd quoting undone
    parsed: list[mime.Part]  # the same by our reader


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder: Path = tmp_path_factory.mktemp("kestrel")
    firm = kestrel.write(folder)
    mails = [_QUOTED_FROM.sub(rb"\1", mail) for mail in _BREAK.split(firm.mailbox.read_bytes())[1:]]
    return Written(firm, json.loads(firm.truth.read_text("utf-8")), mails, [mime.parse(mail) for mail in mails])
