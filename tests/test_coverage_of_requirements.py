"""The count of proven requirements says neither too much nor too little."""

import pytest

from tests.coverage_of_requirements import known_ids, unproven

pytest_plugins = ["pytester"]

PROVING = """
import pytest

@pytest.mark.eis("T-1", "T-2")
@pytest.mark.safety("X6")
def test_holds():
    pass
"""
FAILING = """
import pytest

@pytest.mark.eis("T-2")
@pytest.mark.use("U1")
def test_breaks():
    assert False

@pytest.mark.eis("T-3")
@pytest.mark.skip
def test_waits():
    pass

@pytest.mark.eis("T-4")
@pytest.mark.xfail
def test_is_known_to_break():
    assert False

@pytest.mark.eis("T-5")
@pytest.mark.xfail
def test_passes_by_surprise():
    pass
"""
TEARDOWN = """
import pytest

@pytest.fixture
def breaking():
    yield
    assert False

@pytest.mark.eis("T-1")
def test_breaks_afterwards(breaking):
    pass
"""
UNKNOWN = """
import pytest

@pytest.mark.eis("Q-99")
class TestSomething:
    def test_claims_too_much(self):
        pass
"""
PLUGIN = (
    *("-p", "tests.coverage_of_requirements", "--strict-markers"),
    *("-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider"),
)


def sums(eisen: int, safety: int, use: int, tests: int) -> list[str]:
    counts = zip(
        ["eisen", "safety", "use"],
        [eisen, safety, use],
        [len(known_ids(kind)) for kind in ("eis", "safety", "use")],
        strict=True,
    )
    return [
        f"{name}: {count} of {known} proven by the tests that ran ({tests})"
        for name, count, known in counts
    ]


def test_passing_test_proves_its_ids(pytester):
    pytester.makepyfile(PROVING)

    result = pytester.runpytest_inprocess(*PLUGIN)

    result.stdout.fnmatch_lines(["eisen not proven by the tests that ran: T-3 4*"])
    result.stdout.fnmatch_lines(sums(2, 1, 0, tests=1), consecutive=True)


def test_failed_skipped_and_expected_failures_prove_nothing(pytester):
    pytester.makepyfile(test_one=PROVING, test_two=FAILING)

    result = pytester.runpytest_inprocess(*PLUGIN)

    result.stdout.fnmatch_lines(["eisen not proven by the tests that ran: T-2 3 4*"])
    result.stdout.fnmatch_lines(sums(1, 1, 0, tests=3), consecutive=True)


def test_failing_teardown_takes_the_proof_away(pytester):
    pytester.makepyfile(TEARDOWN)

    result = pytester.runpytest_inprocess(*PLUGIN)

    result.stdout.fnmatch_lines(sums(0, 0, 0, tests=1), consecutive=True)


def test_proof_is_counted_over_all_workers(pytester):
    pytester.makepyfile(test_one=PROVING, test_two=FAILING)

    result = pytester.runpytest_inprocess(*PLUGIN, "-n", "2")

    result.stdout.fnmatch_lines(sums(1, 1, 0, tests=3), consecutive=True)


def test_unknown_id_is_a_collection_error(pytester):
    pytester.makepyfile(UNKNOWN)

    result = pytester.runpytest_inprocess(*PLUGIN)

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*test_claims_too_much claims eis Q-99: not in*"])


def test_run_without_tests_counts_nothing(pytester):
    pytester.makepyfile(PROVING)

    result = pytester.runpytest_inprocess(*PLUGIN, "--collect-only")

    result.stdout.no_fnmatch_line("*proven by*")


def test_missing_ids_are_grouped_by_letter():
    assert unproven("eisen", ["P-3", "P-3b", "P-4", "X-1"]) == [
        "eisen not proven by the tests that ran: P-3 3b 4, X-1"
    ]


def test_nothing_missing_needs_no_line():
    assert unproven("use", []) == []
