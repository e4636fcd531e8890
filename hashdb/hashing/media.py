"""From an opened file to its signals, by what it is; runs in the process that decodes.

Readers are imported when the first such file comes: most members never see a document, and FFmpeg is large.
"""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from hashdb.errors import UnreadableFileError
from hashdb.hashing import wire
from hashdb.hashing.signal import HashedSignal

GoingOn = Callable[[], None]
Reader = Callable[[BinaryIO, wire.Request, GoingOn], Iterable[HashedSignal]]


def reader_of(content_type: str) -> Reader:
    """Return what reads files of *content_type*, with its libraries loaded."""
    return _LOADERS[content_type]()


def _of_pictures() -> Reader:
    from hashdb.hashing.animation import frames, signals_of_frames  # noqa: PLC0415
    from hashdb.hashing.pictures import MAX_BYTES  # noqa: PLC0415

    def read(file: BinaryIO, request: wire.Request, _: GoingOn) -> Iterable[HashedSignal]:
        content = file.read(MAX_BYTES + 1)
        return signals_of_frames(frames(content, request.format_name), request.types, request.strategy)

    return read


def _of_videos() -> Reader:
    from hashdb.hashing.video import signals_of_video  # noqa: PLC0415

    def read(file: BinaryIO, request: wire.Request, going_on: GoingOn) -> Iterable[HashedSignal]:
        return signals_of_video(file, request.format_name, keyframes=request.keyframes, going_on=going_on)

    return read


def _of_documents() -> Reader:
    from hashdb.hashing.pdf import signals_of_pdf  # noqa: PLC0415

    def read(file: BinaryIO, request: wire.Request, going_on: GoingOn) -> Iterable[HashedSignal]:
        return signals_of_pdf(file, request.types, request.strategy, going_on)

    return read


def _of_texts() -> Reader:
    from hashdb.hashing.text import MAX_CHARACTERS, signals_of_text  # noqa: PLC0415

    def read(file: BinaryIO, _: wire.Request, __: GoingOn) -> Iterable[HashedSignal]:
        content = file.read(MAX_CHARACTERS + 1)
        if len(content) > MAX_CHARACTERS:
            raise UnreadableFileError("too_many_bytes", f"the text is larger than {MAX_CHARACTERS // 10**6} MB")
        return signals_of_text(content.decode(errors="replace"))

    return read


_LOADERS: dict[str, Callable[[], Reader]] = {
    "image": _of_pictures,
    "video": _of_videos,
    "pdf": _of_documents,
    "text": _of_texts,
}
