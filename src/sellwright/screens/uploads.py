"""Files coming in: streamed to the data folder, never held in memory, never larger than allowed or than fits."""

from __future__ import annotations

import shutil
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.urls import reverse

SPARE = 200_000_000  # bytes that stay free for the database
TOO_BIG = "sellwright.too_big"  # in request.META: nothing of the file was kept
NO_ROOM = "sellwright.no_room"
ELSEWHERE = "sellwright.elsewhere"  # only Add mail and Import take files, and only from members


class _Arriving(TemporaryUploadedFile):
    """A temporary file on the disk where it will be kept."""

    def __init__(self, name: str | None, content_type: str | None, charset: str | None, extra: Any) -> None:
        settings.UPLOADS.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = tempfile.NamedTemporaryFile(prefix="arriving-", dir=settings.UPLOADS)  # noqa: SIM115 - close() ends it
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


class Streamed(TemporaryFileUploadHandler):
    """Writes into UPLOADS, so that keeping a file is a rename. Of one that is too big nothing is written."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Judges by the announced length, before the first byte is read."""
        self._refused = ""
        assert self.request is not None
        if not (
            self.request.user.is_authenticated
            and self.request.path in (reverse("add_upload"), reverse("import_upload"))
        ):
            self._refused = ELSEWHERE
        elif content_length > settings.UPLOAD_MOST_BYTES:
            self._refused = TOO_BIG
        elif content_length > 1_000_000:
            settings.UPLOADS.mkdir(parents=True, exist_ok=True, mode=0o700)
            if content_length + SPARE > shutil.disk_usage(settings.UPLOADS).free:
                self._refused = NO_ROOM
        super().handle_raw_input(input_data, META, content_length, boundary, encoding)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Opens the temporary file, or passes the file by."""
        if self._refused:
            assert self.request is not None
            self.request.META[self._refused] = True
            raise SkipFile
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = _Arriving(self.file_name, self.content_type, self.charset, self.content_type_extra)
