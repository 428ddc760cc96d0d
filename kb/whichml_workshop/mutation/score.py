"""The mutation score: which share of a sample of small changes of the code the tests notice.

`python -m whichml_workshop.mutation.score` changes `advise` and `rules`, one change at a time, runs the tests that
reach the changed line, and prints each change that no test noticed, and the score. `--sample` and `--seed-text` choose
another sample, `--package` other folders. Nothing in the checkout is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from whichml.knowledge.store import cache_folder
from whichml_workshop.mutation.checkout import Checkout
from whichml_workshop.mutation.equivalents import read_equivalents, without_equivalents
from whichml_workshop.mutation.source_mutants import drawn_sample, mutants_of_packages
from whichml_workshop.mutation.tests_by_line import recorded_tests
from whichml_workshop.mutation.trials import MutantTrial, TrialBench

PACKAGES = ("kb/whichml/advise", "kb/whichml/rules")
EQUIVALENTS = "tests/mutation/equivalent.yaml"


def mutation_report(trials: Sequence[MutantTrial], n_equivalent: int) -> str:
    """Return the mutants that survived, with the code before and after, and the score.

    Parameters
    ----------
    n_equivalent : how many of the sample were left out because nothing can notice them
    """
    parts = []
    for trial in trials:
        if not trial.is_caught:
            mutant = trial.mutant
            fate = f"{trial.n_tests} tests pass" if trial.n_tests else "no test runs it"
            parts += [f"{mutant.where}: {mutant.kind}, {fate}"]
            parts += [f"  - {mutant.source_line}", f"  + {mutant.changed_line}"]
    n_caught = sum(trial.is_caught for trial in trials)
    n_endless = sum(trial.verdict == "endless" for trial in trials)
    share = f" ({n_caught / len(trials):.1%})" if trials else ""
    asides = [f"{n_endless} of them by running out of time"] if n_endless else []
    asides += [f"{n_equivalent} more known to change nothing"] if n_equivalent else []
    return "\n".join([*parts, f"caught {n_caught} of {len(trials)} mutants{share}{''.join(f', {a}' for a in asides)}"])


def _tell(trial: MutantTrial) -> None:
    by = f" by {trial.by}" if trial.by else ""
    print(f"{trial.mutant.where}: {trial.mutant.kind}: {trial.verdict}{by}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report, and on the error stream how far the work is."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.mutation.score", description=__doc__)
    parser.add_argument("--sample", type=int, default=60, metavar="N", help="how many mutants to try (60)")
    parser.add_argument("--seed-text", default="", metavar="TEXT", help="draws another sample")
    parser.add_argument("--package", action="append", metavar="FOLDER", help="what to mutate; may be repeated")
    options = parser.parse_args(arguments)
    checkout = Checkout.own(tuple(options.package or PACKAGES))
    every = mutants_of_packages(checkout.root, checkout.packages)
    drawn = drawn_sample(every, options.sample, options.seed_text)
    mutants, n_equivalent = without_equivalents(drawn, read_equivalents(checkout.root / EQUIVALENTS))
    print(f"{len(every)} mutants, {len(drawn)} drawn; the tests that reach them:", file=sys.stderr, flush=True)
    recorded = recorded_tests(checkout, cache_folder() / "mutation")
    print(f"{len(recorded.seconds)} tests recorded; trying mutants", file=sys.stderr, flush=True)
    trials = TrialBench(checkout, recorded, on_trial=_tell).try_all(mutants)
    print(mutation_report(trials, n_equivalent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
