"""A seeded mailbox of any size for benchmarks: threads of 1 to 9 with quoted history, plain and HTML letters,
attachments, outreach letters with small edits, newsletters and notices; about 5.3 kB a message."""

from __future__ import annotations

import base64
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

ME = "mira.holt@kestrel-bench.example"
COLLEAGUE = "jan.adler@kestrel-bench.example"
END = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeio"]
_FRAMES = (
    "Could you tell me whether the {a} works with our {b}?",
    "I will send you the {a} by Friday.",
    "We looked at the {a} and the {b} and found that the {c} is too slow for us.",
    "Please let me know when the {a} is ready.",
    "Our {a} team needs {b} before the {c} can start.",
    "Thank you for the call, it helped me to see how the {a} fits the {b}.",
    "What does the {a} cost for twelve months?",
    "Attached is the {a} with the {b} that you asked for.",
    "As agreed I have changed the {a} so that {b} and {c} come first.",
    "I'll get back to you on the {a} next week.",
)
_PITCH = (
    "I noticed that {firm} is growing its {a} team. Companies like yours lose hours each week on {b}. "
    "We help them cut that in half. Do you have fifteen minutes for a quick call on Thursday?"
)


class Mailbox:
    """Writes `count` messages to an mbox. The same seed gives the same bytes."""

    def __init__(self, seed: int, count: int) -> None:
        self.random = random.Random(seed)
        self.count = count
        self.words = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 5))) for _ in range(30_000)]
        self.weights = [1 / (rank + 5) for rank in range(len(self.words))]
        total = 0.0
        self.cumulative = [total := total + weight for weight in self.weights]
        self.people = [self._person(number) for number in range(max(60, count // 60))]

    def _word(self) -> str:
        return self.random.choices(self.words, cum_weights=self.cumulative)[0]

    def _person(self, number: int) -> tuple[str, str, str]:
        first, last = self._word().title(), self._word().title()
        firm = f"{self.words[number // 4 % 20_000]}{number // 4}.example"
        return f"{first} {last}", f"{first}.{last}{number}@{firm}".lower(), firm

    def _text(self) -> str:
        paragraphs = []
        for _ in range(self.random.randint(2, 5)):
            sentences = []
            for _ in range(self.random.randint(2, 5)):
                if self.random.random() < 0.12:  # one ask or promise in a letter or two, as in business mail
                    frame = self.random.choice(_FRAMES)
                    sentences.append(frame.format(a=self._word(), b=self._word(), c=self._word()))
                else:
                    count = self.random.randint(6, 18)
                    words = self.random.choices(self.words, cum_weights=self.cumulative, k=count)
                    sentences.append(" ".join(words).capitalize() + ".")
            paragraphs.append(" ".join(sentences))
        return "\n\n".join(paragraphs)

    def write(self, file: Path) -> None:
        """Write the mbox, oldest first."""
        step = timedelta(days=540) / self.count
        at, number = END - timedelta(days=540), 0
        threads: list[tuple[int, str, str, str, list[str]]] = []  # person, subject, last text, last id, references
        with file.open("wb") as out:
            while number < self.count:
                at += step
                number += 1
                live = self.random.random()
                if live < 0.12:
                    out.write(self._newsletter(number, at))
                elif live < 0.20:
                    out.write(self._pitch(number, at))
                else:
                    out.write(self._letter(number, at, threads))

    def _letter(self, number: int, at: datetime, threads: list[tuple[int, str, str, str, list[str]]]) -> bytes:
        message_id = f"{number}.{self.random.getrandbits(40):x}@bench.example"
        references: list[str] = []
        quoted = ""
        if threads and self.random.random() < 0.72:
            place = self.random.randrange(max(0, len(threads) - 400), len(threads))
            person, subject, quoted, parent, references = threads[place]
            references = [*references, parent]
            text = self._text()
            if len(references) >= 8:
                threads.pop(place)
            else:
                threads[place] = (person, subject, text, message_id, references)
        else:
            person, subject, text = (
                self.random.randrange(len(self.people)),
                f"{self._word()} and {self._word()}",
                self._text(),
            )
            threads.append((person, subject, text, message_id, []))
        name, email, firm = self.people[person]
        us = self.random.random() < 0.5
        sender, receiver = (
            (f"Mira Holt <{ME}>", f"{name} <{email}>") if us else (f"{name} <{email}>", f"Mira Holt <{ME}>")
        )
        body = f"Hello,\n\n{text}\n\nBest regards\n{'Mira Holt' if us else name}\n"
        if not us:
            body += f"-- \n{name}\nHead of {self._word()}\n{firm}\nTel +49 30 {self.random.randint(1000000, 9999999)}\n"
        if quoted:
            lines = "\n".join("> " + line for line in quoted.split("\n"))
            body += f"\nOn {at:%a, %d %b %Y} at {at:%H:%M}, {receiver} wrote:\n{lines}\n"
        headers = [
            f"From: {sender}", f"To: {receiver}", f"Subject: {'Re: ' if references else ''}{subject}",
            f"Date: {format_datetime(at)}", f"Message-ID: <{message_id}>",
        ]  # fmt: skip
        if references:
            headers += [f"In-Reply-To: <{references[-1]}>", "References: " + "\n ".join(f"<{r}>" for r in references)]
        return self._finish(sender, at, headers, body)

    def _newsletter(self, number: int, at: datetime) -> bytes:
        firm = f"{self.words[number % 40]}.example"
        sender = f"{firm} News <news@{firm}>"
        headers = [
            f"From: {sender}", f"To: {ME}", f"Subject: {self._word()} of the week", f"Date: {format_datetime(at)}",
            f"Message-ID: <n{number}@{firm}>", f"List-Unsubscribe: <https://{firm}/u/{number}>", "Precedence: bulk",
        ]  # fmt: skip
        return self._finish(sender, at, headers, self._text() + "\n\n" + self._text() + "\n\nUnsubscribe here\n")

    def _pitch(self, number: int, at: datetime) -> bytes:
        name, email, firm = self.random.choice(self.people)
        body = f"Hello {name.split()[0]},\n\n" + _PITCH.format(firm=firm, a=self._word(), b=self._word()) + "\n\nMira\n"
        headers = [
            f"From: Mira Holt <{ME}>", f"To: {name} <{email}>", f"Subject: {firm} and {self._word()}",
            f"Date: {format_datetime(at)}", f"Message-ID: <p{number}@bench.example>",
        ]  # fmt: skip
        return self._finish(ME, at, headers, body)

    def _finish(self, sender: str, at: datetime, headers: list[str], body: str) -> bytes:
        received = [
            f"Received: from mx{self.random.randint(1, 99)}.example ([192.0.2.{self.random.randint(1, 250)}])\n"
            f"\tby mail.kestrel-bench.example with ESMTPS id {self.random.getrandbits(60):x};\n\t{format_datetime(at)}"
            for _ in range(3)
        ]
        signature = (
            "DKIM-Signature: v=1; a=rsa-sha256; d=bench.example; s=s1;\n\tb="
            + base64.b64encode(self.random.randbytes(256)).decode()
        )
        lines = [*received, signature, "MIME-Version: 1.0", *headers]
        draw = self.random.random()
        if draw < 0.45:
            lines.append("Content-Type: text/plain; charset=utf-8")
            content = body
        else:
            mark = f"=_{self.random.getrandbits(64):x}"
            rich = "<html><body>" + "".join(f"<p>{p}</p>\n" for p in body.split("\n\n")) + "</body></html>\n"
            kind = "alternative" if draw < 0.92 else "mixed"
            lines.append(f'Content-Type: multipart/{kind}; boundary="{mark}"')
            content = f"--{mark}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n--{mark}\n"
            if kind == "alternative":
                content += f"Content-Type: text/html; charset=utf-8\n\n{rich}\n"
            else:
                data = base64.encodebytes(self.random.randbytes(self.random.randint(800, 14_000))).decode()
                content += (
                    'Content-Type: application/pdf; name="sheet.pdf"\n'
                    'Content-Disposition: attachment; filename="sheet.pdf"\n'
                    f"Content-Transfer-Encoding: base64\n\n{data}\n"
                )
            content += f"--{mark}--\n"
        mail = "\n".join(lines) + "\n\n" + content
        safe = "\n".join(">" + line if line.lstrip(">").startswith("From ") else line for line in mail.split("\n"))
        return f"From {ME} {at:%a %b %d %H:%M:%S %Y}\n{safe}\n\n".encode()
