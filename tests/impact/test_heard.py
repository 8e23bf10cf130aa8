"""What words tell of a direction by training."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from horizon.config import models_root
from horizon.errors import ConfigError
from horizon.impact.direction import PRIOR, Told, direction_of
from horizon.impact.heard import (
    N_PLACES,
    NOTHING,
    Hearing,
    Linear,
    growth_features,
    load_hearing,
    news_features,
    place_of,
)

FOLDER = models_root() / "directions"
SHIPPED = load_hearing(FOLDER)


def linear(**weights: float) -> Linear:
    """A model that knows a few English words."""
    rarity, values = np.zeros(N_PLACES, dtype=np.float32), np.zeros(N_PLACES, dtype=np.int16)
    for word, value in weights.items():
        rarity[place_of(f"en:{word}")], values[place_of(f"en:{word}")] = 1.0, int(value * 100)
    return Linear(rarity=rarity, weights=values, step=0.01, bias=0.0)


def test_the_odds_are_the_mean_of_what_the_known_words_tell() -> None:
    heard = linear(closed=-2.0, opens=1.0).hear(news_features("Plant closed. It opens again one day.", "en"))
    assert heard.odds == pytest.approx((-2.0 + 1.0) / np.sqrt(2), abs=1e-3)
    assert heard.words == ("closed",)


def test_a_text_without_a_known_word_tells_nothing() -> None:
    assert linear(closed=-2.0).hear(news_features("Rain over Gotland", "en")) == NOTHING


def test_features_keep_title_and_kind_apart() -> None:
    names = {name for name, _ in growth_features("Rates up. Banks wait", "en", kind="driver", growth="gain")}
    assert {"en:rates", "en:t:rates", "en:rates up", "driver/gain|en:banks"} <= names
    assert "en:t:banks" not in names
    assert "en:up banks" not in names


def test_shipped_models_know_both_languages_and_no_other() -> None:
    assert SHIPPED is not None
    assert SHIPPED.of_news("Fabriken stängs och 300 får gå", "sv").odds < 0
    assert SHIPPED.of_news("New hall opens and 300 engineers are hired", "en").odds > 0
    assert SHIPPED.of_news("Usine fermée", "fr") == NOTHING
    assert SHIPPED.of_force("Usine fermée", None, kind="driver", growth="gain") == NOTHING


def test_the_same_text_is_heard_the_same_and_names_its_own_words() -> None:
    assert SHIPPED is not None
    text = "Ministry withdraws the bill. The requirement on hospitals lapses in June."
    first = SHIPPED.of_force(text, "en", kind="regulation", growth="hardship")
    assert first == SHIPPED.of_force(text, "en", kind="regulation", growth="hardship")
    assert first.odds < 0
    assert set(first.words) <= {w.strip(".").casefold() for w in text.split()}


def test_a_stated_growth_is_outweighed_by_what_is_heard() -> None:
    facts = SimpleNamespace(
        kind="shock", growth="hardship", grows_with=("strike*",), shrinks_with=(), ends_with=()
    )
    told = Told("Strike grows", "en")
    quiet = Hearing(model_id="q", growth=linear(strike=-8.0), news=linear())
    assert direction_of([told], (), facts).score == 1
    found = direction_of([told], (), facts, hearing=quiet)
    assert (found.score, found.read, found.words) == (-1, "heard", ("strike",))


def test_news_counts_through_what_growth_means() -> None:
    news = Hearing(model_id="n", growth=linear(), news=linear(opens=3.0))
    told = [Told("Hall opens", "en")]
    by_growth = {
        growth: direction_of(
            told,
            (),
            SimpleNamespace(kind="", growth=growth, grows_with=(), shrinks_with=(), ends_with=()),
            hearing=news,
        )
        for growth in ("gain", "hardship", None)
    }
    assert {growth: found.score for growth, found in by_growth.items()} == {
        "gain": 1,
        "hardship": -1,
        None: 1,
    }
    assert by_growth["hardship"].stated == 1
    assert by_growth[None].terms == {"start": PRIOR, "heard": 0.0}


def test_a_folder_without_models_and_one_with_another_file(tmp_path: Path) -> None:
    assert load_hearing(tmp_path) is None
    shutil.copytree(FOLDER, tmp_path / "directions")
    manifest = tmp_path / "directions" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"sha256": "0" * 64}))
    with pytest.raises(ConfigError, match="restore models/directions"):
        load_hearing(tmp_path / "directions")
    (tmp_path / "directions" / "weights.npz").unlink()
    with pytest.raises(ConfigError, match=r"weights\.npz: no such file"):
        load_hearing(tmp_path / "directions")
