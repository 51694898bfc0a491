"""How often an edited text's paragraphs are recognised, and how long that takes.

Run it with `uv run python -m benchmarks.alignment`.
Three tables in Markdown. The first two count 1,000 random edits of tests/articles/edits.py, which
says what is right, to the repository's texts and to a litany full of repeats; a question is not
wrong, but costs somebody a minute. The third times long texts.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from random import Random

from articles.alignment import align
from tests.articles.edits import EDITS, Edited, Impossible, edited, litany, texts, wrong

# Of all kinds together; in some texts an edit finds nothing to change.
NUMBER = 1_050
SEED = 1
LONG = 5_000


def count(sources: Sequence[Sequence[str]]) -> dict[str, Counter[str]]:
    """For each kind of edit, how its paragraphs fared."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    random = Random(SEED)
    for kind, edit in EDITS.items():
        for _ in range(NUMBER // len(EDITS)):
            with suppress(Impossible):
                counts[kind] += outcome(edited(random.choice(sources), [edit], random))
    return counts


def outcome(edit: Edited) -> Counter[str]:
    alignment = align(edit.old, edit.new)
    faults = wrong(edit, alignment)
    return Counter(
        edits=1,
        paragraphs=len(edit.new),
        right=len(edit.new) - len(alignment.asked | set(faults)),
        asked=len(alignment.asked),
        wrong=len(faults),
        asking=bool(alignment.questions),
    )


def print_counts(what: str, counts: dict[str, Counter[str]]) -> None:
    print(f"| {what} | edits | paragraphs | right | asked | wrong | edits with a question |")
    print("|---|---|---|---|---|---|---|")
    for kind, counted in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        numbers = [counted[name] for name in ("edits", "paragraphs", "right", "asked", "wrong")]
        if not counted["edits"]:
            continue
        share = counted["asking"] / counted["edits"]
        print(f"| {kind} | {' | '.join(map(str, numbers))} | {share:.1%} |")


def long_text(random: Random, number: int = LONG) -> list[str]:
    words = sorted({word for text in texts() for paragraph in text for word in paragraph.split()})
    return [" ".join(random.choices(words, k=60)) for _ in range(number)]


def print_times() -> None:
    random = Random(SEED)
    text = long_text(random)
    changed = list(text)
    for index in random.sample(range(LONG), 50):
        changed[index] = changed[index].replace("e", "", 2)
    half = [
        f"{paragraph[: len(paragraph) // 2]} {other}"
        for paragraph, other in zip(text, long_text(random), strict=True)
    ]
    versions = {
        "50 changed": changed,
        "all in another order": random.sample(text, LONG),
        "all different": long_text(random),
        "all half rewritten": half,
        "all equal, one left out": ["Amen."] * LONG,
    }
    print("| 5,000 paragraphs of 60 words | s |\n|---|---|")
    for what, version in versions.items():
        old = version[1:] if len(set(version)) == 1 else text
        start = time.perf_counter()
        align(old, version)
        print(f"| {what} | {time.perf_counter() - start:.2f} |")


def main() -> None:
    print_counts("edit", count(texts()))
    print()
    print_counts("edit of the litany", count([litany()]))
    print()
    print_times()


if __name__ == "__main__":
    main()
