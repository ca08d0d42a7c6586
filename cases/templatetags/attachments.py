"""How a file is called in a list."""

from django import template

from cases.models import Attachment
from cases.registration_summary import kind_of

register = template.Library()


@register.filter
def kind_of_file(attachment: Attachment) -> str:
    return kind_of(attachment)
