"""Pictures of products that do not exist, drawn when the demonstration is loaded; none lies in the repository.

Each is drawn at twice its size and made smaller, so that its edges are smooth. The same seed gives the same picture.
"""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
WIDTH, HEIGHT, SCALE = 1200, 900, 2
COARSE = 8  # so many times smaller shadows are blurred
PALETTES: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((246, 239, 226), (94, 58, 34), (196, 142, 84), (58, 92, 62)),
    ((232, 241, 234), (38, 92, 68), (120, 168, 116), (214, 160, 60)),
    ((238, 236, 246), (72, 66, 130), (150, 140, 206), (226, 150, 80)),
    ((250, 236, 230), (158, 64, 48), (226, 136, 104), (72, 88, 62)),
    ((230, 240, 246), (34, 84, 118), (108, 164, 194), (232, 178, 92)),
    ((248, 243, 220), (140, 104, 24), (224, 184, 76), (92, 110, 66)),
)


def product_picture(kind: str, seed: int, angle: int = 0) -> bytes:
    """Return a JPEG of a product of `kind` (one of `KINDS`); `angle` 0, 1, 2 are different views of the same thing."""
    dice = random.Random(f"{kind}:{seed}")  # noqa: S311 - a drawing
    palette = dice.choice(PALETTES)
    picture = _backdrop(palette, (seed + angle) % 3)
    _shadow(picture, 0.5 + (angle - 1) * 0.04 if angle else 0.5)
    draw = ImageDraw.Draw(picture, "RGBA")
    KINDS[kind](draw, palette, dice, angle)
    made = picture.reduce(SCALE)
    target = io.BytesIO()
    made.save(target, "JPEG", quality=88)
    return target.getvalue()


def cover_picture(seed: int) -> bytes:
    """Return a JPEG of hills under a sky, for the top of a booth's page."""
    dice = random.Random(f"cover:{seed}")  # noqa: S311 - a drawing
    sky, dark, middle, light = dice.choice(PALETTES)
    wide = Image.new("RGB", (1600, 600), sky)
    draw = ImageDraw.Draw(wide, "RGBA")
    draw.ellipse((1180, 70, 1330, 220), fill=(*light, 200))
    for layer, colour in enumerate(
        (_mixed(sky, middle, 0.45), _mixed(sky, middle, 0.8), _mixed(middle, dark, 0.6), dark)
    ):
        base, phase = 250 + layer * 85, dice.random() * 6
        points = [
            (x, base - 60 * math.sin(x / (210 - layer * 25) + phase) - 24 * math.sin(x / 61 + phase * 2))
            for x in range(0, 1620, 20)
        ]
        draw.polygon([*points, (1600, 600), (0, 600)], fill=colour)
    target = io.BytesIO()
    wide.filter(ImageFilter.GaussianBlur(0.6)).save(target, "JPEG", quality=86)
    return target.getvalue()


def logo_picture(name: str, seed: int) -> bytes:
    """Return a PNG of a leaf or hill on white: a mark for an exhibitor without one."""
    dice = random.Random(f"logo:{name}:{seed}")  # noqa: S311 - a drawing
    _, dark, middle, light = dice.choice(PALETTES)
    mark = Image.new("RGB", (512, 512), (255, 255, 255))
    draw = ImageDraw.Draw(mark)
    if seed % 3 == 0:
        draw.polygon([(70, 390), (200, 150), (290, 300), (340, 230), (445, 390)], fill=dark)
        draw.ellipse((330, 90, 420, 180), fill=light)
    elif seed % 3 == 1:
        draw.pieslice((90, 90, 422, 422), 135, 315, fill=dark)
        draw.pieslice((90, 90, 422, 422), 315, 495, fill=middle)
        draw.line((140, 372, 372, 140), fill=(255, 255, 255), width=16)
    else:
        for ring, colour in enumerate((dark, middle, light)):
            draw.ellipse((86 + ring * 62, 86 + ring * 62, 426 - ring * 62, 426 - ring * 62), fill=colour)
    target = io.BytesIO()
    mark.save(target, "PNG")
    return target.getvalue()


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def _backdrop(palette: tuple[Colour, ...], way: int) -> Image.Image:
    """A wall and a table, softly lit."""
    wide, high = WIDTH * SCALE, HEIGHT * SCALE
    wall = _mixed(palette[0], (255, 255, 255), 0.35 - way * 0.1)
    table = _mixed(palette[0], palette[2], 0.28 + way * 0.08)
    column = Image.new("RGB", (1, high))
    for y in range(high):
        edge = high * 0.66
        share = min(1.0, max(0.0, (y - edge) / 26))
        lit = _mixed(wall, palette[2], 0.16 * y / high)
        column.putpixel(
            (0, y), _mixed(lit, _mixed(table, palette[1], 0.18 * (y - edge) / high if y > edge else 0), share)
        )
    return column.resize((wide, high), Image.Resampling.NEAREST)


def _shadow(picture: Image.Image, middle: float) -> None:
    """Blurred small and made large again: a blur has nothing fine to lose, and is the dearest step of a picture."""
    small = Image.new("RGBA", (picture.width // COARSE, picture.height // COARSE), (0, 0, 0, 0))
    x, y = picture.width * middle, picture.height * 0.845
    ellipse = [edge / COARSE for edge in (x - 560, y - 60, x + 620, y + 90)]
    ImageDraw.Draw(small).ellipse(ellipse, fill=(30, 20, 10, 105))
    layer = small.filter(ImageFilter.GaussianBlur(46 / COARSE)).resize(picture.size, Image.Resampling.BICUBIC)
    picture.paste(Image.new("RGB", picture.size, (40, 30, 20)), (0, 0), layer)


def _label(
    draw: Draw, box: tuple[float, float, float, float], palette: tuple[Colour, ...], dice: random.Random
) -> None:
    """A label with a mark and lines where words would be."""
    left, top, right, bottom = box
    draw.rounded_rectangle(box, 26, fill=(252, 249, 242, 255))
    middle, width = (left + right) / 2, right - left
    size = width * 0.16
    if dice.random() < 0.5:
        draw.ellipse((middle - size, top + 50, middle + size, top + 50 + 2 * size), fill=palette[3])
        draw.polygon(
            [
                (middle - size * 0.7, top + 50 + size * 1.6),
                (middle - 8, top + 50 + size * 0.5),
                (middle + size * 0.7, top + 50 + size * 1.6),
            ],
            fill=(252, 249, 242),
        )
    else:
        draw.pieslice((middle - size, top + 50, middle + size, top + 50 + 2 * size), 120, 330, fill=palette[3])
    line = top + 50 + 2 * size + 50
    for share, thick, colour in ((0.66, 30, palette[1]), (0.46, 16, palette[2]), (0.54, 12, palette[2])):
        if line + thick < bottom - 30:
            draw.rounded_rectangle(
                (middle - width * share / 2, line, middle + width * share / 2, line + thick), thick / 2, fill=colour
            )
        line += thick + 34
    draw.line((left + 30, bottom - 26, right - 30, bottom - 26), fill=palette[3], width=8)


def _shine(draw: Draw, box: tuple[float, float, float, float]) -> None:
    draw.rounded_rectangle(box, 40, fill=(255, 255, 255, 46))


def _pouch(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    lean = (angle - 1) * 40 if angle else 0
    body = [(820 + lean, 330), (1580 + lean, 330), (1640, 1500), (1600, 1540), (800, 1540), (760, 1500)]
    draw.polygon(body, fill=palette[1])
    draw.polygon(
        [(820 + lean, 330), (1580 + lean, 330), (1586 + lean, 430), (814 + lean, 430)],
        fill=_mixed(palette[1], (255, 255, 255), 0.2),
    )
    draw.line((830 + lean, 396, 1570 + lean, 396), fill=_mixed(palette[1], (0, 0, 0), 0.3), width=6)
    draw.ellipse((1180 + lean, 470, 1220 + lean, 510), fill=_mixed(palette[1], (0, 0, 0), 0.4))
    _label(draw, (930 + lean / 2, 620, 1470 + lean / 2, 1300), palette, dice)
    _shine(draw, (830 + lean, 450, 880, 1480))
    for _number in range(16 if angle != 2 else 40):
        x, y = dice.randint(380, 2050), dice.randint(1520, 1640)
        draw.ellipse((x, y, x + 58, y + 38), fill=_mixed(palette[1], (20, 10, 0), 0.4))
        draw.arc((x + 6, y + 6, x + 52, y + 32), 200, 340, fill=_mixed(palette[2], (255, 255, 255), 0.2), width=5)


def _bottle(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    for shift, tall in ((0, 0),) if not angle else ((-330, 60), (330, 120), (0, 0)):
        left, right, top = 980 + shift, 1420 + shift, 560 + tall
        glass = _mixed(palette[2], palette[1], 0.55)
        draw.rounded_rectangle((1110 + shift, 230 + tall, 1290 + shift, 640 + tall), 30, fill=glass)
        draw.rounded_rectangle((1090 + shift, 200 + tall, 1310 + shift, 330 + tall), 24, fill=palette[3])
        draw.rounded_rectangle((left, top, right, 1550), 120, fill=glass)
        _label(draw, (left + 30, top + 330, right - 30, 1420), palette, dice)
        _shine(draw, (left + 40, top + 120, left + 90, 1480))


def _jar(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    shift = (angle - 1) * 120 if angle else 0
    draw.rounded_rectangle(
        (760 + shift, 560, 1640 + shift, 1550), 130, fill=(*_mixed(palette[0], (255, 255, 255), 0.5), 255)
    )
    draw.rounded_rectangle((800 + shift, 760, 1600 + shift, 1520), 110, fill=palette[2])
    for _number in range(60):
        x, y = dice.randint(830, 1520) + shift, dice.randint(790, 1450)
        draw.ellipse((x, y, x + 60, y + 60), fill=_mixed(palette[2], dice.choice((palette[1], palette[3])), 0.35))
    draw.rounded_rectangle((730 + shift, 420, 1670 + shift, 600), 50, fill=palette[1])
    draw.line((760 + shift, 480, 1640 + shift, 480), fill=_mixed(palette[1], (255, 255, 255), 0.25), width=10)
    _label(draw, (930 + shift, 860, 1470 + shift, 1430), palette, dice)
    _shine(draw, (800 + shift, 640, 850 + shift, 1480))


def _box(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    front, side = (620, 640, 1480, 1540), 380
    draw.polygon(
        [(620, 640), (900, 460), (1480 + side - 100, 460), (1480, 640)], fill=_mixed(palette[1], (255, 255, 255), 0.3)
    )
    draw.polygon(
        [(1480, 640), (1480 + side - 100, 460), (1480 + side - 100, 1340), (1480, 1540)],
        fill=_mixed(palette[1], (0, 0, 0), 0.3),
    )
    draw.rectangle(front, fill=palette[1])
    _label(draw, (760, 760, 1340, 1440), palette, dice)
    draw.rectangle((620, 640, 1480, 690), fill=palette[3])
    if angle:
        for number in range(5):
            draw.rounded_rectangle(
                (520 + number * 230, 1500 - number % 2 * 40, 700 + number * 230, 1650),
                20,
                fill=_mixed(palette[2], (255, 255, 255), 0.1 * number),
            )


def _cloth(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    """A folded brocade with bands of triangles and lozenges."""
    left, top, right, bottom = 520 + angle * 40, 520, 1880 - angle * 40, 1560
    draw.rounded_rectangle((left, top, right, bottom), 40, fill=palette[1])
    draw.rounded_rectangle((left + 60, top - 90, right - 60, top + 80), 40, fill=_mixed(palette[1], (0, 0, 0), 0.25))
    colours = (palette[2], palette[3], (246, 236, 214), _mixed(palette[3], (200, 40, 30), 0.6))
    for band in range(6):
        y, size = top + 90 + band * 155, 62
        colour = colours[band % 4]
        for x in range(left + 40, right - size * 2, size * 2):
            if band % 2:
                draw.polygon([(x, y + size), (x + size, y), (x + 2 * size, y + size)], fill=colour)
            else:
                draw.polygon(
                    [(x, y + size / 2), (x + size, y), (x + 2 * size, y + size / 2), (x + size, y + size)], fill=colour
                )
        draw.line((left, y + size + 26, right, y + size + 26), fill=colours[(band + 1) % 4], width=14)
    for x in range(left + 10, right, 34):
        draw.line((x, bottom - 6, x + dice.randint(-6, 6), bottom + 90), fill=palette[2], width=8)


def _basket(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    fruits = (palette[3], _mixed(palette[3], (220, 60, 40), 0.5), palette[2])
    for _number in range(46):
        x, y = dice.randint(720, 1580), dice.randint(480, 860)
        colour = dice.choice(fruits)
        draw.ellipse((x, y, x + 150, y + 150), fill=colour)
        draw.ellipse((x + 30, y + 22, x + 66, y + 50), fill=_mixed(colour, (255, 255, 255), 0.5))
    draw.polygon([(620, 830), (1780, 830), (1600, 1560), (800, 1560)], fill=_mixed(palette[2], palette[1], 0.35))
    for row in range(9):
        y, inset = 850 + row * 80, row * 20
        for column in range(14 - row // 2):
            x = 640 + inset + column * 82 + (row % 2) * 41
            if x + 60 < 1760 - inset:
                draw.rounded_rectangle((x, y, x + 60, y + 34), 14, fill=_mixed(palette[0], palette[2], 0.35))
    draw.rounded_rectangle((600, 800, 1800, 870), 34, fill=_mixed(palette[1], palette[2], 0.4))
    if angle:
        draw.arc((760, 120, 1640, 1500), 200, 340, fill=_mixed(palette[1], palette[2], 0.3), width=46)


def _house(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    """A communal house with its tall roof, for stays and tours."""
    draw.polygon([(420, 1240), (1200, 220 + angle * 60), (1980, 1240)], fill=palette[1])
    for row in range(8):
        y = 420 + row * 104 + angle * 40
        half = (y - 220) * 0.76
        draw.line((1200 - half, y, 1200 + half, y), fill=_mixed(palette[1], palette[2], 0.4), width=10)
    draw.rectangle((640, 1230, 1760, 1500), fill=_mixed(palette[2], (255, 255, 255), 0.15))
    for x in range(700, 1760, 212):
        draw.rectangle((x, 1230, x + 36, 1590), fill=_mixed(palette[1], (0, 0, 0), 0.2))
    draw.rounded_rectangle((1090, 1280, 1310, 1500), 20, fill=_mixed(palette[1], (0, 0, 0), 0.35))
    for x in (790, 1480):
        draw.rectangle((x, 1300, x + 120, 1410), fill=palette[3])
    for number in range(7):
        x = 170 + number * 330 + dice.randint(-40, 40)
        draw.polygon([(x, 1580), (x + 60, 1340 - dice.randint(0, 90)), (x + 120, 1580)], fill=palette[3])


def _device(draw: Draw, palette: tuple[Colour, ...], dice: random.Random, angle: int) -> None:
    """A sensor on a pole beside a telephone that shows what it measures."""
    draw.rectangle((760, 560, 800, 1580), fill=_mixed(palette[1], (0, 0, 0), 0.2))
    draw.rounded_rectangle((600, 420, 960, 700), 40, fill=(250, 250, 248))
    draw.rectangle((620, 330, 940, 420), fill=palette[1])
    draw.ellipse((730, 500, 830, 600), fill=palette[3])
    draw.rounded_rectangle((1150, 380, 1720, 1560), 80, fill=(28, 32, 40))
    draw.rounded_rectangle((1180, 430, 1690, 1510), 50, fill=(248, 250, 252))
    draw.rounded_rectangle((1220, 480, 1650, 560), 24, fill=palette[1])
    points = [(1230 + step * 42, 1000 - dice.randint(0, 260) - (angle * 30)) for step in range(11)]
    draw.line(points, fill=palette[3], width=16, joint="curve")
    for number in range(3):
        y = 1120 + number * 120
        draw.rounded_rectangle((1220, y, 1650, y + 86), 22, fill=_mixed(palette[0], palette[2], 0.3))
        draw.ellipse((1246, y + 20, 1292, y + 66), fill=palette[2])


KINDS: dict[str, Callable[[Draw, tuple[Colour, ...], random.Random, int], None]] = {
    "pouch": _pouch,
    "bottle": _bottle,
    "jar": _jar,
    "box": _box,
    "cloth": _cloth,
    "basket": _basket,
    "house": _house,
    "device": _device,
}
