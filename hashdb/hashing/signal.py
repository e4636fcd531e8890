"""One signal of a file: what every module of this package answers with."""

from dataclasses import dataclass

from hashdb.signals import View, degenerate

# Below this quality of 100 a picture, or a part of one, shows too little for its hash to mean anything.
MINIMUM_QUALITY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedSignal:
    """One signal of a file; all that follows the content type is for perceptual hashes of what can be seen.

    `quality` is from 0 to 100. `orientations` are the eight turns of a picture, itself first, to look it up by.
    `views` are of its parts: asked for with a query, stored with a signal. Those that show too little are left out.
    """

    signal_type: str
    signal_value: str
    content_type: str
    quality: int | None = None
    orientations: tuple[str, ...] = ()
    views: tuple[View, ...] = ()

    @property
    def problem(self) -> str | None:
        """Return the code "low_quality" for a signal that should not be matched or submitted, else None."""
        weak = self.quality is not None and self.quality < MINIMUM_QUALITY
        return "low_quality" if weak or degenerate(self.signal_type, bytes.fromhex(self.signal_value)) else None
