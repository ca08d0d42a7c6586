"""How long the law lets a term be, and how short it can be at all."""

# The law's maximum of each retention term (WGS 1.8 lid 7, covenant bijlage 3).
MAXIMUM = {
    "work_days": 183,
    "plan_months": 6,
    "shell_months": 12,
    "draft_days": 183,
    "incomplete_days": 183,
    "years_per_piece": 5,
    "authorisation_weeks": 4,
}
# The terms after which something of a case is removed: shorter ones are guarded (T-2).
# The five years of a single piece are the law's own, and stand in the row policies.
RETENTION = frozenset(
    {"work_days", "plan_months", "shell_months", "draft_days", "incomplete_days"}
)
MINIMUM = {"reviews_per_year": 2}


def within(term: str, value: int) -> int:
    """The term as it counts: never more than the law allows."""
    most = MAXIMUM.get(term)
    least = MINIMUM.get(term, 1)
    return max(least, value if most is None else min(value, most))
