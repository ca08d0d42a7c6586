"""The words of the profile in a template: {% word "ico" "plural" %}."""

from django import template

from house import words

register = template.Library()


@register.simple_tag
def word(key: str, form: str = "singular") -> str:
    """The active profile's word, escaped like every other value."""
    return words.word(key, form)
