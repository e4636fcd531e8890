"""What people do to a picture before they upload it again: a screenshot on a phone, cropped, and saved badly."""

from PIL import Image, ImageDraw

_SCREEN = (1080, 2340)
_INK, _GROUND = "#cccccc", "#101418"
# Below the app's bar and above its buttons.
_TOP = 620


def screenshot(picture: Image.Image) -> Image.Image:
    """Return the picture as a part of a phone's screen with a post on it, cropped by hand."""
    screen = Image.new("RGB", _SCREEN, _GROUND)
    draw = ImageDraw.Draw(screen)
    draw.text((60, 30), "21:47", fill=_INK, font_size=44)
    draw.text((60, 190), "somebody", fill=_INK, font_size=52)
    height = round(_SCREEN[0] * picture.height / picture.width)
    screen.paste(picture.resize((_SCREEN[0], height)), (0, _TOP))
    for left in (60, 220, 380):
        draw.ellipse((left, _TOP + height + 70, left + 90, _TOP + height + 160), outline=_INK, width=6)
    draw.text((60, _TOP + height + 250), "look at this", fill=_INK, font_size=48)
    cropped = screen.crop((40, 400, 1040, _TOP + height + 360))
    return cropped.resize((600, round(600 * cropped.height / cropped.width)))
