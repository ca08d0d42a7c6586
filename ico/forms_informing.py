"""What is filled in about telling a betrokkene, and about one who comes."""

from typing import Any

from django import forms

from accounts.models import Role, User
from cases.forms_fields import choice, day, line, past_date, story
from cases.models import Person
from house.words import said
from ico import fields
from ico import rules_informing as rules
from ico.notices import Notice
from zvh.guard.rules import why_not

IF_TOLD = {"way": "", "by_whom": "", "on": None}
IF_WITHHELD = {"reason": "", "decided_with": "", "look_again_on": None}


class NoticeForm(forms.Form):
    outcome = choice(
        said("Is {betrokkene.definite} geïnformeerd?"),
        Notice.Outcome.choices,
        empty="Kies wat er is gebeurd of afgesproken.",
    )
    way = forms.ChoiceField(
        label="Hoe?",
        choices=[("", "Weet ik niet"), *Notice.Way.choices],
        required=False,
    )
    by_whom = line("Door wie?", help_text="Bijvoorbeeld: de aanmelder.")
    on = day("Wanneer?", help_text="Bijvoorbeeld 24-11-2026.")
    reason = story(
        "Waarom nog niet?",
        rows=3,
        help_text="Alleen bij een zwaarwegende reden, zoals gevaar voor iemand.",
    )
    decided_with = line(
        "Met wie is dat besloten?",
        help_text=said(
            "De {partij.plural} die dit samen besloten. Leeg laten: dan is dit"
            " besluit het eerste punt van het overleg."
        ),
    )
    look_again_on = day(
        "Wanneer bekijkt u dit opnieuw?", help_text="Bijvoorbeeld 24-12-2026."
    )
    letter_sent_on = past_date(
        "Wanneer is de brief verstuurd?", help_text="Leeg laten als dat nog moet."
    )

    def __init__(self, *args: Any, notice: Notice | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if notice is not None:
            self.initial = {name: getattr(notice, name) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors or not given.get("outcome"):
            return given
        # What the page does not show for this answer is not recorded with it either.
        told = given["outcome"] != Notice.Outcome.WITHHELD
        given |= dict(IF_WITHHELD if told else IF_TOLD)
        if refusal := _refused(rules.say_all, **given):
            withheld = given["outcome"] == Notice.Outcome.WITHHELD
            self.add_error(_lacks(given, withheld=withheld), refusal)
        return given


class ComingForm(forms.Form):
    person = forms.ModelChoiceField(
        label=said("Welke {betrokkene}?"),
        queryset=Person.objects.none(),
        empty_label=said("Kies een {betrokkene}"),
        error_messages={"required": said("Kies een {betrokkene}.")},
    )
    comes = choice(
        said("Komt {betrokkene.definite} naar het overleg?"),
        [("yes", "Ja"), ("no", "Nee")],
        empty="Kies ja of nee.",
    )
    discussed_with = fields.person(
        "Met wie is dit vooraf besproken?", empty="Kies met wie dit is besproken."
    )
    discussed_on = past_date("Wanneer?", empty="Vul in wanneer dit is besproken.")
    is_safe = choice(
        "Is er een veiligheidsrisico?",
        [("yes", "Nee"), ("no", "Ja")],
        empty="Kies ja of nee.",
    )
    safety = story(
        "Hoe hebt u dat beoordeeld?", empty="Schrijf op waar u op lette.", rows=3
    )
    conditions = story(
        "Voorwaarden",
        rows=2,
        help_text="Bijvoorbeeld: alleen bij het laatste deel, met een begeleider.",
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = Person.objects.filter(pk__in=[it.pk for it in people])
        field.choices = [
            ("", said("Kies een {betrokkene}")),
            *((it.pk, it.full_name) for it in people),
        ]
        if len(people) == 1:
            self.initial.setdefault("person", people[0].pk)
        chairs = User.objects.holding(Role.PROCESCOORDINATOR)
        fields.among(self.fields["discussed_with"], chairs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("comes", "is_safe"):
            given[name] = given.get(name) == "yes"
        if not self.errors and (refusal := _refused(rules.come_safely, **given)):
            self.add_error("comes", refusal)
        return given


def _lacks(given: dict[str, Any], *, withheld: bool) -> str:
    wanted = ("reason", "look_again_on") if withheld else ("by_whom", "on")
    return next((name for name in wanted if not given.get(name)), wanted[-1])


def _refused(rule: Any, **what: Any) -> str:
    return why_not(lambda _, **more: rule(**more), None, **what)
