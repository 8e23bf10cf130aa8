"""Whether a text is about our trade or about another: a strike of film writers is no matter for a clinic.

A text that names no trade at all (interest rates, a war, a budget) concerns every trade alike and has no score (None), not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from horizon.config import Section, read_toml, validate
from horizon.cues import CueIndex, CueLanguage
from horizon.impact.system import System

LEAST = 0.4  # of a tie is left where a signal speaks of other trades only
LEAST_SYSTEMIC = 0.75  # the same through a force that reaches every trade
OWN_TRADE = 0.6  # how close to us news of our own trade is without a word of any part of ours
FULL_SHARE = 0.5  # of the named words of trades: where half are ours, the tie counts in full


class Trade(Section):
    """One [trade.ID] table."""

    sectors: tuple[str, ...]
    en: tuple[str, ...]
    sv: tuple[str, ...]


class TradeFile(Section):
    """data/trades.toml."""

    trade: dict[str, Trade]


Trades = Mapping[str, Trade]


def load_trades(path: Path) -> Trades:
    """Trades by id. Raises ConfigError naming file and key."""
    return validate(TradeFile, read_toml(path), path).trade


class TradeReader:
    """Reads texts for words of trades with the eyes of one system."""

    def __init__(self, system: System, trades: Trades) -> None:
        own = {s.casefold() for s in system.sectors}
        self.own = frozenset(name for name, trade in trades.items() if own & set(trade.sectors))
        # a system of a trade that the list does not know can not tell its own words from others': nothing is read
        known = trades if self.own else {}
        self._words: dict[CueLanguage, CueIndex] = {
            "en": CueIndex({name: trade.en for name, trade in known.items()}, "en"),
            "sv": CueIndex({name: trade.sv for name, trade in known.items()}, "sv"),
        }

    def count(
        self, text: str, languages: Iterable[CueLanguage], *, speaks_of_us: bool
    ) -> tuple[int, int] | None:
        """Words of trades that are ours and all that the text names; None where it names no trade.

        speaks_of_us: the text names our sectors, terms or firms, which counts as one word more of ours.
        """
        if not self.own:
            return None
        found = {(h.owner, h.cue) for language in languages for h in self._words[language].find(text)}
        ours = sum(owner in self.own for owner, _ in found) + speaks_of_us
        named = len(found) + speaks_of_us
        return (ours, named) if named else None


def trade_share(counted: tuple[int, int] | None) -> float | None:
    """Share of a text's words of trades that are ours, 0-1. counted: of `TradeReader.count`."""
    return None if counted is None else round(counted[0] / counted[1], 4)


def trade_score(shares: Iterable[tuple[str, float | None]]) -> float | None:
    """Mean share over the origins that name a trade, best text of each; (origin id, share). None where none names one."""
    best: dict[str, float] = {}
    for origin_id, share in shares:
        if share is not None:
            best[origin_id] = max(share, best.get(origin_id, 0.0))
    return round(sum(best[o] for o in sorted(best)) / len(best), 4) if best else None


def trade_factor(score: float | None, *, is_systemic: bool = False) -> float:
    """What is left of a tie: all of it where no trade or enough of ours is named, LEAST where only others are."""
    if score is None:
        return 1.0
    least = LEAST_SYSTEMIC if is_systemic else LEAST
    return round(least + (1.0 - least) * min(1.0, score / FULL_SHARE), 4)
