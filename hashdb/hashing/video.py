"""Videos: one PDQ a second, by the semantics of vPDQ.

Two videos match when most frames of one have a near one in the other, so the signal is its frames: views named after
their second. Frames that no other frame refers to are not decoded, as one a second is enough. What a file says of its
length is a hint; what bounds the work is the frames and what they cost.
"""

from collections.abc import Callable, Iterator
from math import ceil
from typing import BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from hashdb.errors import UnreadableFileError
from hashdb.hashing.pdq import luma, pdq
from hashdb.hashing.signal import MINIMUM_QUALITY, HashedSignal
from hashdb.signals import MOST_FRAMES, View, degenerate, video_value

# Of a longer video a frame every two seconds, three, four: never more than MOST_FRAMES.
MAX_SECONDS = 4 * MOST_FRAMES
# That of 4096 x 2304.
MAX_PIXELS = 4096 * 2304
MIN_SIDE = 32

_SIDE = 512
_BUFFER_BYTES = 1 << 17
# FFmpeg's name of each format: it tries no other, such as playlists that name files and addresses.
_DEMUXERS = {"MP4": "mov", "Matroska": "matroska", "AVI": "avi"}
_CODECS = frozenset(("av1", "h264", "hevc", "libdav1d", "theora", "vp8", "vp9")) | frozenset(
    ("h263", "mjpeg", "mpeg1video", "mpeg2video", "mpeg4", "msmpeg4v2", "msmpeg4v3", "prores", "wmv1", "wmv2")
)
# Of these codecs, frames made of both neighbours (B) stand between others that suffice. Where a second turns out to
# have no other, and with other codecs, only frames are left out that no frame refers to.
_WITH_NEIGHBOURS = frozenset(("h264", "mpeg1video", "mpeg2video", "mpeg4"))
# A video may change its size on the way. What smooths the edges of blocks moves a PDQ by less than a bit.
_OPTIONS = {"max_pixels": str(MAX_PIXELS), "skip_loop_filter": "all", "flags2": "fast"}


def signals_of_video(
    file: BinaryIO, format_name: str, *, keyframes: bool, going_on: Callable[[], None]
) -> Iterator[HashedSignal]:
    """Yield the video's signal, or nothing for a file without moving pictures; call *going_on* at every frame.

    With *keyframes* only frames that stand for themselves are decoded: several times faster, and fewer frames.
    """
    views: list[View] = []
    qualities: list[int] = []
    for second, plane in _seconds(file, format_name, keyframes=keyframes):
        going_on()
        seen = pdq(luma(plane))
        qualities.append(seen.quality)
        if seen.quality >= MINIMUM_QUALITY and degenerate("pdq", seen.value) is None:
            views.append(View(name=f"second_{second}", signal_value=seen.value.hex(), quality=seen.quality))
    if qualities:
        best = max(qualities) if views else 0
        value = video_value(views)
        yield HashedSignal(
            signal_type="vpdq", signal_value=value, content_type="video", quality=best, views=tuple(views)
        )


def _seconds(file: BinaryIO, format_name: str, *, keyframes: bool) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield 512 x 512 grey pixels for each second that has a frame."""
    try:
        with av.open(
            file, "r", format=_DEMUXERS[format_name], buffer_size=_BUFFER_BYTES, metadata_errors="replace"
        ) as container:
            stream = _moving_pictures(container)
            if stream is not None:
                _prepare(stream, keyframes=keyframes)
                yield from _sampled(container, stream, keyframes=keyframes)
    except av.error.MemoryError:
        raise MemoryError from None
    except (av.error.FFmpegError, ValueError, ArithmeticError) as error:
        raise _refusal(error) from None


def _moving_pictures(container: InputContainer) -> VideoStream | None:
    """Return the first stream that is a video, not the picture of a cover; refuse what is too much of it."""
    streams = [each for each in container.streams.video if not each.disposition & Disposition.attached_pic]
    if not streams:
        return None
    stream = streams[0]
    context = stream.codec_context
    if context.name not in _CODECS:
        raise UnreadableFileError("unsupported_format", "the video's codec is none that is accepted")
    if context.width * context.height > MAX_PIXELS:
        shown = f"the video has {context.width} x {context.height} pixels"
        raise UnreadableFileError("too_many_pixels", f"{shown}, more than {MAX_PIXELS}")
    _require_duration((container.duration or 0) / av.time_base)
    return stream


def _prepare(stream: VideoStream, *, keyframes: bool) -> None:
    context = stream.codec_context
    context.thread_count = 1
    context.options = _OPTIONS
    if keyframes:
        context.skip_frame = "NONKEY"
    else:
        context.skip_frame = "BIDIR" if context.name in _WITH_NEIGHBOURS else "NONREF"


def _sampled(
    container: InputContainer, stream: VideoStream, *, keyframes: bool
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    apart = ceil((container.duration or 1) / av.time_base / MOST_FRAMES)
    begin, due = None, 0
    for frame in container.decode(stream):
        time = frame.time or 0.0
        begin = time if begin is None else begin
        second = int(time - begin)
        if second < due:
            continue
        _require_duration(second)
        if second > due and not keyframes:
            stream.codec_context.skip_frame = "NONREF"
        due = second - second % apart + apart
        yield second, _plane(frame)


def _require_duration(seconds: float) -> None:
    if seconds > MAX_SECONDS:
        raise UnreadableFileError("too_long", f"the video is longer than {MAX_SECONDS // 3600} hours")


def _plane(frame: VideoFrame) -> NDArray[np.uint8]:
    """Return the frame as 512 x 512 grey pixels, turned as a player turns it."""
    if min(frame.width, frame.height) < MIN_SIDE:
        raise UnreadableFileError("too_small", f"a side of the video has fewer than {MIN_SIDE} pixels")
    grey = frame.reformat(_SIDE, _SIDE, "gray", interpolation="AREA").to_ndarray()
    return np.rot90(grey, round(frame.rotation / 90))


def _refusal(error: Exception) -> UnreadableFileError:
    if isinstance(error, (av.error.EOFError, av.error.InvalidDataError)):
        return UnreadableFileError("corrupt", "the file breaks the rules of its format")
    return UnreadableFileError("corrupt", "the video cannot be decoded")
