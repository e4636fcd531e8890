"""Texts: what is left of one when how it was typed is taken away, and its signals.

`normalised` drops characters that cannot be seen, then folds compatibility forms (NFKC), case, letters that look like
Latin ones, and spaces. The SHA-256 of that is the exact signal; a MinHash of its words finds texts that were edited.
RULES counts the versions of this: a text hashed by other rules is found no longer, so they change seldom.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from hashdb.hashing.lookalikes import LOOK_ALIKE
from hashdb.hashing.minhash import minhash
from hashdb.hashing.signal import HashedSignal

RULES = 1
# With fewer words, an edited copy cannot be told from another text: the exact signal only.
FEWEST_WORDS = 50
# A long novel.
MAX_CHARACTERS = 1_000_000

# Formats (Unicode's Cf), variation selectors, fillers and joiners. Listed, so that no new Unicode changes a hash.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MOST_MARKS = 30
_MAYBE_MARKS = re.compile(f"[\u0300-\U0010ffff]{{{_MOST_MARKS + 1}}}")
# Thai, Lao, Burmese, Khmer, Japanese and Chinese put no spaces between words: each character counts as one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")


def normalised(text: str) -> str:
    """Return the text as it is compared; doing it again changes nothing."""
    visible = _with_few_marks(_UNSEEN.sub("", text))
    # One character may become eighteen, so the end of what is compared is found behind this step.
    folded = unicodedata.normalize("NFKC", visible)[:MAX_CHARACTERS].casefold().translate(LOOK_ALIKE)
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", folded))
    plain = " ".join(seen.split())
    return plain if plain == text else normalised(plain)


def _with_few_marks(text: str) -> str:
    """Cut long runs of accents, as the Stream-Safe Text Format of UAX 15 does: sorting them takes time squared."""
    if not _MAYBE_MARKS.search(text):
        return text
    kept = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def words(plain: str) -> list[str]:
    """Return the words of a normalised text; punctuation is none."""
    return _WORD.findall(plain)


def signals_of_text(text: str, content_type: str = "text") -> Iterator[HashedSignal]:
    """Yield the signals of a text, as it was written; none of a text without a visible character."""
    plain = normalised(text)
    if not plain:
        return
    digest = hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()
    yield HashedSignal(signal_type="text_sha256", signal_value=digest, content_type=content_type)
    found = words(plain)
    if len(found) >= FEWEST_WORDS:
        value = minhash(found).hex()
        yield HashedSignal(signal_type="text_minhash", signal_value=value, content_type=content_type)
