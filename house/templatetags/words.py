"""The words of the profile in a template: {% word "ico" %}, {% noun 3 "casus" %}."""

from django import template

from house import words

register = template.Library()


@register.simple_tag
def word(key: str, form: str = "singular") -> str:
    """The active profile's word, escaped like every other value."""
    return words.word(key, form)


@register.filter
def said(sentence: str) -> str:
    """A sentence given to a component: title="Geen {casus.plural}"|said."""
    return words.said(sentence)


@register.filter
def spoken(label: str) -> str:
    """What a model calls something, in the words of this house."""
    return words.spoken(label)


@register.simple_tag
def noun(number: int, key: str) -> str:
    """The word as it follows a number, which the template writes itself."""
    return words.noun(number, key)
