"""How a form looks everywhere: label, hint, error and control, tied together."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
CHECKBOX = "utrecht-checkbox utrecht-checkbox--html-input"
RADIO = "utrecht-radio-button utrecht-radio-button--html-input"

# The first that fits: a list of check boxes is a kind of radio group to Django.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, CHECKBOX),
    (forms.RadioSelect, RADIO),
    (forms.CheckboxInput, CHECKBOX),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "file-input"),
    (forms.DateInput, f"{TEXTBOX} utrecht-textbox--date"),
    (forms.TimeInput, f"{TEXTBOX} utrecht-textbox--time"),
    (forms.NumberInput, f"{TEXTBOX} utrecht-textbox--numeric"),
    (Input, TEXTBOX),
)


class Field(BoundField):
    """A field as our templates ask after it."""

    @property
    def is_choice_list(self) -> bool:
        return bool(self.use_fieldset)

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        is_conditional = self.name in getattr(self.form, "conditional", ())
        return not (self.field.required or self.is_check or is_conditional)

    @property
    def anchor(self) -> str:
        """Where a link in the error summary lands: the control that takes the focus."""
        first = "_0" if self.is_choice_list else ""
        return f"{self.auto_id}{first}"

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """No `required`: the browser's own bubbles would come before our summary."""
        widget = widget or self.field.widget
        built = dict(super().build_widget_attrs(attrs, widget))
        built.pop("required", None)
        own = (attrs.get("class"), widget.attrs.get("class"), _class_of(widget))
        classes = " ".join(name for name in own if name)
        return {**built, "class": classes} if classes else built


class Renderer(TemplatesSetting):
    """The form renderer of the whole house (FORM_RENDERER)."""

    bound_field_class = Field
    field_template_name = "components/field.html"


def _class_of(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return ""
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
