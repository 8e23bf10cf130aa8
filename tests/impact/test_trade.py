"""Whether a text is about our trade or another."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from horizon.cues import CueLanguage
from horizon.impact import system
from horizon.impact.trade import LEAST, TradeReader, load_trades, trade_factor, trade_score, trade_share

DATA = Path(__file__).parents[2] / "data"
TRADES = load_trades(DATA / "trades.toml")
CLINIC = TradeReader(system.load(DATA / "systems" / "sundhaga-life.toml"), TRADES)
ROADS = TradeReader(system.load(DATA / "systems" / "norrvik-mobility.toml"), TRADES)


def test_a_text_is_ours_anothers_both_or_of_no_trade() -> None:
    def shares(text: str, language: CueLanguage = "en") -> tuple[float | None, float | None]:
        return (
            trade_share(CLINIC.count(text, [language], speaks_of_us=False)),
            trade_share(ROADS.count(text, [language], speaks_of_us=False)),
        )

    assert shares("Nurses at two hospitals walk out") == (1.0, 0.0)
    assert shares("Bilarna får nya batterier", "sv") == (0.0, 1.0)
    assert shares("The singer's album tops the list") == (0.0, 0.0)
    assert shares("Central bank raises its policy rate") == (None, None)
    ambulance = shares("Self-driving taxi holds up ambulance")
    assert all(share is not None and 0 < share < 1 for share in ambulance)
    assert trade_share(CLINIC.count("A film of a studio", ["en"], speaks_of_us=True)) == 0.5


def test_a_system_of_a_trade_that_is_not_listed_loses_nothing() -> None:
    other = replace(system.load(DATA / "systems" / "sundhaga-life.toml"), sectors=("lighthouses",))
    none = TradeReader(other, TRADES)
    assert trade_share(none.count("Nurses at two hospitals walk out", ["en"], speaks_of_us=False)) is None


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=8))
def test_the_factor_is_a_share_and_full_where_nothing_is_known(found: list[float | None]) -> None:
    score = trade_score((f"o{i}", share) for i, share in enumerate(found))
    assert (score is None) == all(share is None for share in found)
    assert LEAST <= trade_factor(score) <= 1.0
    assert trade_factor(None) == trade_factor(1.0) == 1.0
    assert trade_factor(0.0) == LEAST < trade_factor(0.0, is_systemic=True) < 1.0


def test_copies_of_one_origin_count_once() -> None:
    assert trade_score([("a", 0.0), ("a", 1.0), ("b", 0.0)]) == trade_score([("a", 1.0), ("b", 0.0)]) == 0.5
