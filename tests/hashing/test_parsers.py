"""The parsers that are ours, fed with whatever hypothesis thinks of: they answer or refuse, and nothing else."""

import struct
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from hashdb.addresses import canonical
from hashdb.errors import InvalidInputError
from hashdb.hashing import wire
from hashdb.hashing.content import HEAD_BYTES, recognise
from hashdb.hashing.exif import orientation
from hashdb.hashing.headers import is_cut_off_webp, png_without_extras, scans_of_jpeg, size_of_webp
from hashdb.hashing.text import normalised, words

HEADS = st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF\xff\xff\xff\xffWEBP", b"\0\0\0\x20ftypmif1", b"GIF89a", b"%PDF-"])
TIFF = st.sampled_from([b"", b"Exif\0\0", b"Exif\0\0II*\0", b"MM\0*\0\0\0\x08", b"II*\0\x08\0\0\0\xff\xff"])
CHUNKS = st.sampled_from([b"VP8X", b"VP8L", b"VP8 ", b"ALPH"])
TEXTS = st.text() | st.text(st.characters(categories=["Mn", "Cf", "Lo", "Ll", "Zs"]))
SCHEMES = st.sampled_from(["", "http://", "hxxp[:]//", "HTTPS:\\\\", "http:", "//"])
HOSTS = st.sampled_from(["a.com", "www.a.com", "[::1]", "1.2.3", "xn--a", "ä.ö", "a[.]b", "www.www."]) | st.text(
    max_size=9
)


@given(HEADS, st.binary(max_size=200))
def test_a_head_of_bytes_is_a_format_or_none(start: bytes, rest: bytes) -> None:
    known = recognise((start + rest)[:HEAD_BYTES])

    assert known is None or known.content_type in {"image", "video", "audio", "pdf", "text"}


@given(TIFF, st.binary(max_size=300))
def test_an_exif_block_is_an_orientation(start: bytes, rest: bytes) -> None:
    assert 0 <= orientation(start + rest) <= 0xFFFF


@given(CHUNKS, st.binary(max_size=60))
def test_a_webp_has_a_size_or_is_broken(chunk: bytes, rest: bytes) -> None:
    content = b"RIFF\0\0\0\0WEBP" + chunk + rest
    with suppress(ValueError, struct.error):
        width, height = size_of_webp(content)

        assert 0 <= width <= 2**24
        assert 0 <= height <= 2**24
    assert is_cut_off_webp(content) is False


@given(st.lists(st.tuples(st.sampled_from([b"IHDR", b"IDAT", b"tEXt", b"iCCP", b"tRNS"]), st.binary(max_size=20))))
def test_a_png_keeps_what_shows_the_picture(chunks: list[tuple[bytes, bytes]]) -> None:
    packed = [(name, struct.pack(">I", len(body)) + name + body + b"crc!") for name, body in chunks]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(chunk for _, chunk in packed)
    wanted = [chunk for name, chunk in packed if name not in (b"tEXt", b"iCCP")]

    assert png_without_extras(content) == b"\x89PNG\r\n\x1a\n" + b"".join(wanted)


@given(st.binary(max_size=300))
def test_a_png_of_noise_grows_by_nothing(content: bytes) -> None:
    assert len(png_without_extras(content)) <= len(content)
    assert scans_of_jpeg(content) <= len(content) // 2


@given(TEXTS)
def test_normalising_a_text_again_changes_nothing(text: str) -> None:
    plain = normalised(text)

    assert normalised(plain) == plain
    assert "".join(words(plain)) in plain.replace(" ", "") or words(plain) != []


@given(TEXTS, st.sampled_from(["\u200b", "\u00ad", "\ufeff", "\u2060"]))
def test_what_cannot_be_seen_changes_no_text(text: str, unseen: str) -> None:
    assert normalised(unseen.join(text)) == normalised(text)


@given(SCHEMES, HOSTS, st.text(max_size=30))
def test_a_canonical_url_is_its_own_canonical_form(scheme: str, host: str, rest: str) -> None:
    with suppress(InvalidInputError):
        form = canonical(f"{scheme}{host}/{rest}")

        assert canonical(form) == form


@given(st.binary(max_size=200) | st.sampled_from([b"{}", b"[]", b"1", b'{"error":[1]}', b'{"signals":[{}],"last":1}']))
def test_a_child_that_was_taken_over_can_answer_nothing_that_is_believed(line: bytes) -> None:
    with suppress(ValueError):
        outcome, _ = wire.read(line)

        assert outcome == []
