"""Pictures are painted anew: what is stored holds pixels and nothing else."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps, UnidentifiedImageError

from ecosystem.core.errors import Invalid

MOST_PIXELS = 40_000_000
PILLOW_NAMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


def repaint(path: Path, kind: str, *, longest_side: int | None = None) -> Size:
    """Write the picture at `path` anew, upright, without metadata, at most `longest_side` pixels wide and high.

    `kind` is jpg, png or webp. Raises Invalid when it cannot be read, is another kind or has too many pixels.
    """
    plain = _read(path, kind, longest_side)
    _save(plain, path, kind)
    return Size(*plain.size)


def write_smaller(source: Path, target: Path, kind: str, *, longest_side: int, quality: int) -> Size:
    """Write the picture at `source` to `target` as WebP, at most `longest_side` pixels wide and high.

    `kind` is jpg, png or webp, `quality` WebP's, 1…100. Raises Invalid when it cannot be read.
    """
    small = _read(source, kind, longest_side)
    small.save(target, "WEBP", quality=quality, method=5)
    return Size(*small.size)


def _read(path: Path, kind: str, longest_side: int | None) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[PILLOW_NAMES[kind]]) as picture:
                _check_pixels(picture)
                if longest_side:
                    picture.draft("RGB", (longest_side, longest_side))  # a JPEG is decoded small at once
                return _plain(picture, longest_side)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
    ) as error:
        raise Invalid(_l("This picture cannot be read. Please save it anew as JPG or PNG.")) from error


def _check_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS or min(picture.size) < 1:
        raise Invalid(
            _l("This picture has too many pixels; at most %(most)s megapixels, please.", most=MOST_PIXELS // 10**6)
        )


def _plain(picture: Image.Image, longest_side: int | None) -> Image.Image:
    """Return the first frame turned upright; its `info` (EXIF, XMP, comments, profiles) is left behind."""
    upright = ImageOps.exif_transpose(picture)
    transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if transparent else "RGB")
    if longest_side:
        plain.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    plain.info = {}
    return plain


def _save(picture: Image.Image, path: Path, kind: str) -> None:
    if kind == "jpg":
        picture.convert("RGB").save(path, "JPEG", quality=88, optimize=True, progressive=True)
    elif kind == "png":
        picture.save(path, "PNG", optimize=True)
    else:
        picture.save(path, "WEBP", quality=85, method=4)
