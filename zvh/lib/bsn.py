"""The eleven-test of a burgerservicenummer."""

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(digits: str) -> bool:
    """Nine digits of which the weighted sum can be divided by eleven."""
    if len(digits) != len(WEIGHTS) or not digits.isdecimal() or not int(digits):
        return False
    total = sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True))
    return total % 11 == 0
