"""Several things at once: what is left after a picture went from app to app."""

from functools import partial, reduce

from PIL import Image, ImageOps

from scripts.benches.reuploads import crops, surroundings, tone, turns
from scripts.benches.reuploads.tone import Change

_worse: Change = partial(tone.saved, encoding="JPEG", quality=35)
_mirrored: Change = ImageOps.mirror


def _after(*changes: Change) -> Change:
    """Return the change that makes these one after the other."""
    return lambda picture: reduce(lambda changed, change: change(changed), changes, picture)


def _beside(picture: Image.Image) -> Image.Image:
    """Return the picture on the left of a screen that is split in two."""
    both = Image.new("RGB", (picture.width * 2, picture.height))
    both.paste(picture)
    both.paste(Image.radial_gradient("L").resize(picture.size), (picture.width, 0))
    return both


ROWS: dict[str, Change] = {
    "phone screenshot, cropped, recompressed": _after(
        surroundings.phone, partial(crops.cropped, top=0.12, bottom=0.1), _worse
    ),
    "meme chain: caption, border, JPEG": _after(
        surroundings.captioned, partial(surroundings.framed, share=0.04, colour="black"), _worse
    ),
    "screenshot of a captioned picture": _after(surroundings.captioned, partial(surroundings.phone, dark=True)),
    "mirrored, with a caption": _after(_mirrored, surroundings.captioned, _worse),
    "centre crop of 10 %, in a letterbox": _after(
        partial(crops.centre, off=0.1), partial(surroundings.padded, proportion=0.7, colour="black")
    ),
    "turned by 90, in a letterbox": _after(
        turns.QUARTERS["turned by 90"], partial(surroundings.padded, proportion=1.8, colour="black")
    ),
    "tilted by 2, brighter, JPEG": _after(turns.SMALL["tilted by 2 degrees"], tone.ROWS["brighter by 40 %"], _worse),
    "split screen": _beside,
}
