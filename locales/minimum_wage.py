"""The minimum wage by province and, where they have one of their own, district."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("minimum_wage.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def rates() -> dict[str, int]:
    """Returns baht a day by official name of the province."""
    return {
        province: int(rate)
        for rate, provinces in _data()["rates"].items()
        for province in provinces.split()
    }


def exceptions(province: str) -> dict[str, int]:
    """Returns baht a day of the districts of a province that have a rate of their own."""
    parted = ((name.split(), rate) for name, rate in _data()["but"].items())
    return {names[1]: rate for names, rate in parted if names[0] == province}


def rate(province: str, district: str | None = None) -> int:
    """Returns baht a day. Raises KeyError for what is no province."""
    return exceptions(province).get(district or "", rates()[province])
