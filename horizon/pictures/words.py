"""Words of the pictures in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

PESTLE = ("political", "economic", "social", "technological", "legal", "environmental")


@cache
def words(language: str) -> Mapping[str, str]:
    """Words by key; English where a language lacks one."""
    text = resources.files("horizon.pictures").joinpath("words.toml").read_text(encoding="utf-8")
    return {key: str(value.get(language, value["en"])) for key, value in tomllib.loads(text).items()}
