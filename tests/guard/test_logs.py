"""Log lines tell where it went wrong, never what somebody had typed."""

import logging
import sys

import pytest

from zvh.guard.logs import DiscreetFormatter

CANARY = "kanarie"


def line(message, *values, raised=None):
    try:
        if raised:
            raise raised
        caught = None
    except BaseException:  # also groups, which are no Exception of their own
        caught = sys.exc_info()
    record = logging.LogRecord("zvh", 40, __file__, 1, message, values, caught)
    return DiscreetFormatter().format(record)


def noted():
    error = ValueError(CANARY)
    error.add_note(CANARY)
    return error


def chained():
    error = RuntimeError(CANARY)
    error.__cause__, error.__context__ = KeyError(CANARY), noted()
    return error


@pytest.mark.safety("L7")
@pytest.mark.parametrize(
    "raised",
    [noted(), chained(), ExceptionGroup(CANARY, [noted(), chained()])],
    ids=["noted", "chained", "several"],
)
def test_text_of_an_error_stays_out(raised):
    said = line("it broke", raised=raised)

    assert type(raised).__name__ in said
    assert CANARY not in said


@pytest.mark.safety("L10")
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x85", "\u2028"])
def test_value_cannot_pass_for_a_line_of_its_own(end):
    said = line("asked for %s", f"x{end}2026-01-01 INFO all is well")

    head, rest = said.splitlines()
    assert head.endswith("asked for x")
    assert rest.startswith("    ")
