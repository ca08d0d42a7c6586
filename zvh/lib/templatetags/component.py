"""Wrapping components: a template around what stands between the tags."""

from collections.abc import Iterator
from functools import cache

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def component(
    context: template.Context, content: SafeString, name: str, /, **props: object
) -> SafeString:
    inside = {**props, "content": content if content.strip() else ""}
    return render_to_string(
        f"components/{name}.html", inside, request=context.get("request")
    )


@register.filter
def rows(form: BaseForm) -> list[list[BoundField]]:
    """The fields of a form in their order; what it has `beside` shares a row."""
    beside = getattr(form, "beside", ())
    row_of = {name: names for names in beside for name in names}
    found: dict[object, list[BoundField]] = {}
    for field in form.visible_fields():
        found.setdefault(row_of.get(field.name, field.name), []).append(field)
    return list(found.values())


@register.simple_tag
@cache
def once(template_name: str) -> SafeString:
    """What is the same on every page for everybody, rendered once in a process.

    It is given nothing, so that nothing of one person can reach the next.
    """
    return render_to_string(template_name)


@register.simple_tag
def page_numbers(page: Page[object]) -> Iterator[int | str]:
    """1 2 … 7 8 9 … 41 42"""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
