"""What the settings of a production accept (02-models 4.1, 05-projects-people 2.1)."""

import re
from typing import Any

from multiplane.database.rows import Row
from multiplane.errors import ApiError, BadRequest

RESOLUTION = re.compile(r"(?:[0-9]{3,4})?x[0-9]{3,4}")
BITRATES = ("hd_bitrate_compression", "ld_bitrate_compression")
NOTHING: Row = dict.fromkeys(BITRATES)


def settled_style(data: Row) -> Row:
    """The data with `production_style` null, which means the default, made explicit."""
    if "production_style" in data and data["production_style"] is None:
        return {**data, "production_style": "2d3d"}
    return data


def check_resolution(data: Row) -> None:
    """`1920x1080`, `x1080`, null or empty; anything else is a 400."""
    value = data.get("resolution")
    if value is None or value == "":
        return
    if not isinstance(value, str) or RESOLUTION.fullmatch(value) is None:
        raise BadRequest(f"Invalid resolution {value}. Expected format: '1920x1080' or 'x1080'.")


def check_bitrates(
    data: Row,
    highest: int,
    current: Row = NOTHING,
    inherited: Row = NOTHING,
    refusal: type[ApiError] = BadRequest,
) -> None:
    """Movie bitrates in Mbit/s: null, or an integer in [1, highest], the low one not above the high one.

    `current` is the row being changed, `inherited` the level above (the project of a task type's link). Values that
    do not change are not checked.
    """
    changed = {key: data[key] for key in BITRATES if key in data and data[key] != current[key]}
    for value in changed.values():
        if value is not None and not _is_bitrate(value, highest):
            raise refusal(f"Invalid bitrate {value}. Expected an integer number of Mbit/s between 1 and {highest}.")
    if not changed:
        return
    high_key, low_key = BITRATES
    high = data.get(high_key, current[high_key]) or inherited[high_key] or highest
    low = data.get(low_key, current[low_key])
    if low is not None and low > high:
        raise refusal(f"The low definition bitrate ({low}) cannot exceed the high definition one ({high}).")


def _is_bitrate(value: Any, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= highest
