"""Something was put around the whole picture: borders, bars, captions, the screen of a phone."""

from functools import partial

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from scripts.benches.reuploads.tone import Change

_PHONE = 540, 1170
_LINES = "When you see it, you cannot unsee it", "Share this before it is gone again"


def framed(picture: Image.Image, share: float, colour: str) -> Image.Image:
    """Return the picture with a border on all sides."""
    return ImageOps.expand(picture, round(max(picture.size) * share), colour)


def padded(picture: Image.Image, proportion: float, colour: str) -> Image.Image:
    """Return the picture in the middle of the smallest canvas of this width to height."""
    width = max(picture.width, round(picture.height * proportion))
    height = max(picture.height, round(picture.width / proportion))
    return ImageOps.pad(picture, (width, height), color=colour)


def _wide(picture: Image.Image, share: float, colour: str) -> Image.Image:
    """Return the picture between bars above and below that are *share* of its height each."""
    bar = round(picture.height * share)
    return ImageOps.expand(picture, (0, bar, 0, bar), colour)


def _tall(picture: Image.Image, share: float) -> Image.Image:
    bar = round(picture.width * share)
    return ImageOps.expand(picture, (bar, 0, bar, 0), "black")


def _on_itself(picture: Image.Image) -> Image.Image:
    """Return the picture before a blurred and larger copy of itself, as apps fill a square."""
    side = max(picture.size)
    back = ImageOps.fit(picture, (side, round(side * 1.4))).filter(ImageFilter.GaussianBlur(side / 40))
    back.paste(picture, ((back.width - picture.width) // 2, (back.height - picture.height) // 2))
    return back


def captioned(picture: Image.Image, *, above: bool = True, below: bool = False, colour: str = "white") -> Image.Image:
    """Return the picture with a bar of text above or below it, or both."""
    bar = round(picture.height * 0.18)
    canvas = ImageOps.expand(picture, (0, bar * above, 0, bar * below), colour)
    draw = ImageDraw.Draw(canvas)
    font = ImageFont.load_default(max(10, picture.width / 22))
    places = ((bar / 2, above), (canvas.height - bar / 2, below))
    for (height, wanted), line in zip(places, _LINES, strict=True):
        if wanted:
            ink = "black" if colour == "white" else "white"
            draw.text((canvas.width / 2, height), line, ink, font, anchor="mm")
    return canvas


def phone(picture: Image.Image, *, dark: bool = False, place: float = 0.45) -> Image.Image:
    """Return a screenshot of an app that shows the picture across the screen, with words and buttons around."""
    paper, ink = ("#101418", "#e8eaed") if dark else ("#ffffff", "#202124")
    screen = Image.new("RGB", _PHONE, paper)
    shown = ImageOps.contain(picture, (_PHONE[0], round(_PHONE[1] * 0.6)))
    top = max(170, min(round(_PHONE[1] * place - shown.height / 2), _PHONE[1] - shown.height - 150))
    screen.paste(shown, ((_PHONE[0] - shown.width) // 2, top))
    draw = ImageDraw.Draw(screen)
    font = ImageFont.load_default(22)
    draw.text((24, 14), "12:41", ink, font)
    draw.text((430, 14), "LTE 82 %", ink, font)
    draw.ellipse((20, 70, 84, 134), "#7b8794")
    draw.text((100, 88), "somebody · 3 h", ink, font)
    for line, text in enumerate(("2,318 likes", *_LINES)):
        draw.text((24, top + shown.height + 16 + 34 * line), text, ink, font)
    for button in range(5):
        draw.ellipse((40 + 110 * button, 1110, 70 + 110 * button, 1140), outline=ink, width=3)
    return screen


BORDERS: dict[str, Change] = {
    "black border of 5 %": partial(framed, share=0.05, colour="black"),
    "white border of 10 %": partial(framed, share=0.1, colour="white"),
    "red border of 3 %": partial(framed, share=0.03, colour="#b00020"),
    "padded to a white square": partial(padded, proportion=1.001, colour="white"),
}
LETTERBOXES: dict[str, Change] = {
    "letterbox, black": partial(_wide, share=0.17, colour="black"),
    "letterbox, white": partial(_wide, share=0.1, colour="white"),
    "bars at left and right": partial(_tall, share=0.25),
}
CAPTIONS: dict[str, Change] = {
    "caption above": captioned,
    "caption below, on black": partial(captioned, above=False, below=True, colour="black"),
    "captions above and below": partial(captioned, below=True),
}
PHONES: dict[str, Change] = {
    "phone screenshot, light": phone,
    "phone screenshot, dark": partial(phone, dark=True),
}
ROWS: dict[str, Change] = BORDERS | LETTERBOXES | CAPTIONS | PHONES | {"before its own blurred copy": _on_itself}
