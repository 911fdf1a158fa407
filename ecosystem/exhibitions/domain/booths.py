"""Kinds of booths, colours of zones, and what stands on a plan beside booths."""

from enum import StrEnum


class BoothKind(StrEnum):
    """What a booth is."""

    SHELL = "shell"  # walls, sign, table, light
    CORNER = "corner"  # open on two sides
    ISLAND = "island"  # open all around
    SPACE = "space"  # bare floor
    TABLE = "table"  # a table and two chairs
    ONLINE = "online"  # a page without a place in a hall


class ZoneColour(StrEnum):
    """Colours of zones: names of the palette, told apart in light and dark and by a pattern when printed."""

    GREEN = "green"
    BLUE = "blue"
    AMBER = "amber"
    PURPLE = "purple"
    TEAL = "teal"
    RED = "red"
    PINK = "pink"
    GREY = "grey"
