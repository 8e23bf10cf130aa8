"""What the forms say alike: a digest's figures in words, so that page, Markdown, mail and feed can not differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from horizon.publish.records import (
    Digest,
    DigestItem,
    EvidenceLine,
    FollowLine,
    Mover,
    NoteLine,
    PartTouched,
    PolicyDay,
    SourceTrouble,
)
from horizon.publish.words import (
    counted,
    day_text,
    lag_text,
    probability_key,
    scale_legend,
    texts,
    uncertainty_key,
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words for one digest's language."""

    w: dict[str, str]

    @classmethod
    def of(cls, digest: Digest) -> Phrases:
        """Phrases in the digest's language."""
        return cls(texts(digest.language))

    def week(self, digest: Digest) -> str:
        return self.w["week"].format(
            number=digest.week_on.isocalendar().week,
            first=self.day(digest.week_on),
            last=self.day(digest.week_on + timedelta(days=6)),
        )

    def day(self, value: date | None) -> str:
        return day_text(value, self.w)

    def sign(self, part: PartTouched) -> str:
        return self.w[sign_key(part.sign)]

    def lag(self, low: int | None, high: int | None) -> str:
        return lag_text(low, high, self.w)

    def number(self, value: float | None) -> str:
        return self.w["unknown"] if value is None else f"{value:+.1f}"

    def share(self, item: DigestItem) -> str:
        if item.attention_share is None:
            return self.w["unknown"]
        low, high = item.attention_low, item.attention_high
        span = f" ({low:.1%}-{high:.1%})" if low is not None and high is not None else ""
        return f"{item.attention_share:.1%}{span}"

    def growth(self, item: DigestItem) -> str:
        return self.w["unknown"] if item.growth_ratio is None else f"× {item.growth_ratio:.1f}"

    def chance(self, item: DigestItem) -> str:
        p, low, high = item.emergence_probability, item.emergence_low, item.emergence_high
        if p is None:
            return self.w["unknown"]
        span = f" ({low:.0%}-{high:.0%})" if low is not None and high is not None else ""
        return f"{p:.0%}{span}"

    def emergence(self, item: DigestItem) -> str:
        """Probability in fixed words with its figure; unknown stays unknown."""
        if item.emergence_probability is None:
            return self.w["emergence_unknown"]
        word = self.w[probability_key(item.emergence_probability)]
        return self.w["emergence_text"].format(word=word, percent=f"{item.emergence_probability:.0%}")

    def evidence(self, item: DigestItem) -> str:
        """Grade in fixed words with what it rests on."""
        return self.w["evidence_text"].format(
            grade=self.w[item.evidence_grade or "unknown"],
            reports=counted(item.n_independent_origins, "reports", self.w),
            houses=counted(item.n_families, "houses", self.w),
        )

    def uncertainty(self, item: DigestItem) -> str:
        return self.w[uncertainty_key(item.uncertainty_score)]

    def tags(self, item: DigestItem) -> list[str]:
        found = [self.w[item.stage]]
        if item.lens:
            found.append(self.w[item.lens])
        if item.layer:
            found.append(f"{self.w['layer'].lower()}: {self.layer(item.layer)}")
        if item.is_outside_sector:
            found.append(self.w["outside"])
        return found

    def layer(self, layer: str | None) -> str:
        return self.w.get(f"layer_{layer}", layer or self.w["unknown"])

    def pestle(self, field: str | None) -> str:
        return self.w.get(f"pestle_{field}", self.w["unknown"])

    def copies(self, line: EvidenceLine) -> str:
        return counted(line.n_copies, "copies", self.w) if line.n_copies > 1 else ""

    def origin(self, line: EvidenceLine) -> str:
        """Outlet, grade, day and copies of a link."""
        told = f"{line.source_name} ({line.grade}), {self.day(line.published_on)}"
        return f"{told}, {self.copies(line)}" if line.n_copies > 1 else told

    def days_left(self, day: PolicyDay) -> str:
        return counted(day.days_left, "days", self.w)

    def policy_stage(self, day: PolicyDay) -> str:
        told = self.w.get(f"stage_{day.stage}", day.stage.replace("_", " "))
        if day.is_inferred:
            told = f"{told} ({self.w['inferred']})"
        if day.moved_from:
            told = f"{told}, {self.w['moved_from'].format(date=self.day(day.moved_from))}"
        return f"{told}, {day.body}" if day.body else told

    def touched(self, day: PolicyDay) -> str:
        """Parts of the system that the matter touches, empty without one."""
        return self.w["touches"].format(parts=", ".join(day.touches)) if day.touches else ""

    def on(self, day: PolicyDay) -> str:
        """The date as exactly as it is known."""
        if day.precision == "day":
            return self.day(day.on_date)
        if day.precision == "month":
            return self.day(day.on_date).split(" ", 1)[1]
        return str(day.on_date.year)

    def mover(self, mover: Mover) -> str:
        told = f"{mover.role}; " if mover.role else ""
        told += f"{counted(mover.n_origins, 'reports', self.w)}, {self.w['since'].format(date=self.day(mover.first_on))}"
        return f"{told}, {self.w['early']}" if mover.is_early else told

    def numbers(self, digest: Digest, signal_ids: tuple[str, ...]) -> str:
        """Places of signals on the page."""
        places = {item.signal_id: n for n, item in enumerate(digest.items, 1)}
        return ", ".join(str(places[i]) for i in signal_ids if i in places)

    def note(self, note: NoteLine) -> str:
        told = [self.w["noted"].format(date=self.day(note.noted_on))]
        if note.author:
            told[0] += f" {self.w['by'].format(name=note.author)}"
        if note.n_origins is None:
            told.append(self.w["note_untracked"])
        else:
            told.append(
                self.w["note_found"].format(
                    reports=counted(note.n_origins, "reports", self.w), window=note.n_origins_window
                )
            )
        if note.nearest:
            told.append(self.w["note_near"].format(label=note.nearest))
        return "; ".join(told)

    def follow(self, line: FollowLine) -> str:
        if line.n_origins is None:
            return self.w["follow_quiet"]
        told = self.w["r_continuing"].format(now=counted(line.n_origins, "reports", self.w))
        told = f"{self.w[line.stage]}, {told}" if line.stage else told
        return f"{told}, {self.w['is_shown']}" if line.is_shown else told

    def rating(self, n_useful: int, n_not: int, n_wrong: int) -> str:
        pairs = ((n_useful, "useful"), (n_not, "not_useful"), (n_wrong, "wrong"))
        told = [counted(n, noun, self.w) for n, noun in pairs if n]
        if len(told) > 1:
            told.append(self.w["disagree"])
        return ", ".join(told)

    def health(self, trouble: SourceTrouble) -> str:
        what = self.w.get(f"health_{trouble.health}", trouble.health.replace("_", " "))
        reason = f" ({trouble.reason})" if trouble.reason else ""
        read = (
            self.w["last_read"].format(date=self.day(trouble.last_success_on))
            if trouble.last_success_on
            else self.w["never_read"]
        )
        return f"{what}{reason}, {read}"

    def forecast(self, digest: Digest) -> str:
        f = digest.forecasts
        if f is None:
            return self.w["forecasts_none"].format(n=8)
        told = self.w["forecasts_text"].format(came=f.n_came_true, due=f.n_due)
        if f.brier is not None and f.mean_probability is not None:
            base = f.n_came_true / f.n_due
            told += " " + self.w["forecasts_brier"].format(
                mean=f"{f.mean_probability:.0%}", brier=f"{f.brier:.3f}", base=f"{base * (1 - base):.3f}"
            )
        return told

    def read(self, digest: Digest) -> str:
        c = digest.coverage
        return self.w["read_text"].format(
            docs=c.n_docs,
            origins=c.n_origins,
            spoke=c.n_sources_spoke,
            polled=c.n_sources_polled,
            shown=c.n_shown,
        )

    def shares(self, digest: Digest) -> str:
        """What was read by class and language, and signals by field."""
        c = digest.coverage
        classes = ", ".join(f"{self.w.get(name, name)} {n}" for name, n in c.by_class)
        spoken = ", ".join(f"{self.w.get(f'name_{name}', name)} {n}" for name, n in c.by_language)
        return f"{classes} · {spoken}"

    def scale(self) -> str:
        return scale_legend(self.w)

    def as_of(self, digest: Digest) -> str:
        return self.w["as_of"].format(moment=f"{digest.as_of:%Y-%m-%d %H:%M}", week=digest.week_on)

    def query(self, what: str) -> str:
        return self.w[f"q_{what}"]


def sign_key(sign: int | None) -> str:
    """Text key of a direction."""
    return {None: "unknown_sign", 0: "neutral_sign", 1: "opportunity", -1: "threat"}[sign]


def judged(item: DigestItem) -> list[PartTouched]:
    """Parts on which the direction is known."""
    return [p for p in item.parts if p.sign is not None]


Form = Callable[[Digest], str]
