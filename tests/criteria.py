"""All answers to the four criteria, and those that the covenant takes as met."""

from itertools import product

EVERY_ANSWER = list(product(("yes", "no", "unknown"), repeat=4))
# Bijlage 2, written out: both first ones, and at least one of the last two.
MET = [
    ("yes", "yes", "yes", "yes"),
    ("yes", "yes", "yes", "no"),
    ("yes", "yes", "yes", "unknown"),
    ("yes", "yes", "no", "yes"),
    ("yes", "yes", "unknown", "yes"),
]
